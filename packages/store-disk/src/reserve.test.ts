import { unlinkSync } from "node:fs"
import { allocate, release } from "@cni-ipam/core"
import { left, right } from "fp-ts/lib/Either.js"
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"
import type { FileSystem } from "./file-system.js"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import type { Place } from "./test/place.js"
import { answer, newPlace, owner, smallPool } from "./test/place.js"

const real = fileSystemOf(nodeCalls(() => right(true)))

let place: Place
beforeEach(() => {
  place = newPlace()
})
afterEach(() => place.destroy())

describe("a link that was made and is reported as there already, as over a network", () => {
  it("is the owner's", async () => {
    await place.add("a")
    const forgetful: FileSystem = {
      ...real,
      link: (path, newPath) => {
        const made = real.link(path, newPath)
        return made._tag === "Left" ? made : left({ code: "EEXIST", path: newPath })
      },
    }
    const store = place.storeOn(forgetful)
    await answer(allocate(store)({ pool: smallPool, owner: owner("b") }))
    expect(place.files()).toEqual(["10.0.0.2", "10.0.0.3"])
    expect(await place.del("b")).toEqual(["10.0.0.3"])
  })
})

describe("a lease that is handed over to who has it", () => {
  it("is held once", async () => {
    await place.add("a")
    const address = { family: 4, value: 0x0a000002n } as const
    const query = { network: "lan", address, only: () => true, owner: owner("a") }
    await answer(place.store.handOver({ ...query, rangeSet: "0", allocatedAt: 1 }))
    const view = { network: "lan", owner: owner("a"), rangeSets: [] }
    expect((await answer(place.store.view(view))).held).toHaveLength(1)
  })
})

describe("a range that seems exhausted after the clock was set back", () => {
  it("is looked at again", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await place.add(name)
    // Nobody sees the change: the seal is made over it.
    const blind: FileSystem = {
      ...real,
      unlink: (path) => {
        const removed = real.unlink(path)
        if (path.endsWith("lan/10.0.0.6")) unlinkSync(`${place.dataDir}/lan/10.0.0.3`)
        return removed
      },
    }
    await answer(release(place.storeOn(blind))({ network: "lan", owner: owner("e") }))
    await place.add("e")
    const full = allocate(place.store)({ pool: smallPool, owner: owner("f") })
    expect(await full()).toMatchObject({ left: { _tag: "Exhausted" } })
    vi.useFakeTimers({ now: Date.now() - 86_400_000, toFake: ["Date"] })
    onTestFinished(() => void vi.useRealTimers())
    expect((await answer(full))[0]?.lease.address.value).toBe(0x0a000003n)
  })
})
