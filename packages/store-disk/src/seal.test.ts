import { execFileSync } from "node:child_process"
import { rmSync, unlinkSync } from "node:fs"
import { allocate, leases, release } from "@cni-ipam/core"
import { map, right } from "fp-ts/lib/Either.js"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { FileSystem } from "./file-system.js"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import type { Place } from "./test/place.js"
import { answer, newPlace, owner, smallPool } from "./test/place.js"

const real = fileSystemOf(nodeCalls(() => right(true)))

let place: Place
beforeEach(async () => {
  place = newPlace()
  for (const name of ["a", "b"]) await place.add(name)
})
afterEach(() => place.destroy())

const copy = (from: string, to: string): void => {
  execFileSync("cp", ["-a", `${from}/.`, to])
}

it("notices a lease that was made before an older state was restored with its times", async () => {
  const backup = `${place.dataDir}.backup`
  execFileSync("mkdir", [backup])
  copy(place.dataDir, backup)
  place.write("10.0.0.4", "stranger\r\neth0")
  copy(backup, place.dataDir)
  rmSync(backup, { recursive: true })
  expect(await place.del("stranger")).toEqual(["10.0.0.4"])
})

describe("where times are whole seconds", () => {
  const second = 1_000_000_000n
  const coarse: FileSystem = {
    ...real,
    status: (path) =>
      map((status: Extract<ReturnType<FileSystem["status"]>, { _tag: "Right" }>["right"]) => ({
        ...status,
        modifiedNs: (status.modifiedNs / second) * second,
        changedNs: (status.changedNs / second) * second,
      }))(real.status(path)),
  }

  it("a process that lives long sees what another one has leased", async () => {
    const [one, other] = [place.storeOn(coarse), place.storeOn(coarse)]
    for (let turn = 0; turn < 10; turn++) {
      const query = { network: "lan", owner: owner("x"), rangeSets: smallPool.rangeSets }
      expect((await answer(one.view(query))).held).toEqual([])
      await answer(allocate(other)({ pool: smallPool, owner: owner("x") }))
      expect(await answer(release(one)({ network: "lan", owner: owner("x") }))).toHaveLength(1)
    }
  })
})

describe("somebody who changes the directory without the lock", () => {
  const removeOnce = (when: (path: string) => boolean): FileSystem => {
    let isDone = false
    return {
      ...real,
      read: (path) => {
        if (!isDone && when(path)) {
          isDone = true
          unlinkSync(`${place.dataDir}/lan/10.0.0.2`)
        }
        return real.read(path)
      },
    }
  }
  const first = () => allocate(place.store)({ pool: smallPool, owner: owner("first") })

  it("is noticed after a command that only looked meanwhile", async () => {
    const slow = removeOnce((path) => path.endsWith("lan/10.0.0.3"))
    await answer(leases(place.storeOn(slow))("lan"))
    for (const name of ["c", "d", "e"]) await place.add(name)
    expect((await answer(first()))[0]?.lease.address.value).toBe(0x0a000002n)
  })

  it("is noticed when the directory was being read meanwhile", async () => {
    place.write("10.0.0.4", "stranger\r\neth0")
    let isDone = false
    const slow: FileSystem = {
      ...real,
      readInto: (path, into) => {
        const length = real.readInto(path, into)
        if (!isDone && path.endsWith("lan/10.0.0.2")) {
          isDone = true
          unlinkSync(path)
        }
        return length
      },
    }
    await answer(allocate(place.storeOn(slow))({ pool: smallPool, owner: owner("c") }))
    for (const name of ["d"]) await place.add(name)
    expect((await answer(first()))[0]?.lease.address.value).toBe(0x0a000002n)
  })
})

describe.each(["owners", "roster", "pages"])("without the folder %s of the index", (folder) => {
  beforeEach(async () => {
    place.write("10.0.0.5", "stranger\r\neth0")
    await place.add("c")
    rmSync(`${place.indexFolder}/${folder}`, { recursive: true })
  })

  it("leases are ended, whoever made them", async () => {
    expect(await place.del("stranger")).toEqual(["10.0.0.5"])
    expect(await place.del("a")).toEqual(["10.0.0.2"])
    expect(await place.del("c")).toEqual(["10.0.0.4"])
    expect(place.files()).toEqual(["10.0.0.3"])
  })

  it("leases are made, and ended", async () => {
    expect(await place.add("d")).toEqual(["10.0.0.6"])
    expect(await place.del("d")).toEqual(["10.0.0.6"])
    expect(await place.del("stranger")).toEqual(["10.0.0.5"])
  })

  it("who holds a lease gets no second one", async () => {
    expect(await allocate(place.store)({ pool: smallPool, owner: owner("a") })()).toMatchObject({
      left: { _tag: "AlreadyLeased" },
    })
  })
})
