import { readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { allocate, leases } from "@cni-ipam/core"
import { right } from "fp-ts/lib/Either.js"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { FileSystem } from "./file-system.js"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import { countingCalls, Killed, killedAt, refusingAt } from "./test/faulty-file-system.js"
import type { Place } from "./test/place.js"
import { answer, newPlace, owner, poolOf } from "./test/place.js"

const lonely = fileSystemOf(nodeCalls(() => right(true)))
const pool = poolOf([[{ subnet: "10.0.0.0/29" }]])

/** A network whose only container is gone. */
const abandoned = async (): Promise<Place> => {
  const place = newPlace()
  await place.add("web", pool)
  await answer(place.store.release({ network: "lan", owner: owner("web") }))
  return place
}

let place: Place
beforeEach(async () => {
  place = await abandoned()
})
afterEach(() => place.destroy())

const files = (): readonly string[] => readdirSync(place.dataDir, { recursive: true }).map(String)

/** The network is in order, whatever has become of it. */
const expectHealth = async (): Promise<void> => {
  await place.add("web", pool)
  await place.add("db", pool)
  expect((await answer(leases(place.store)("lan"))).leases).toHaveLength(2)
  expect(await answer(place.store.forget("lan"))).toBe(false)
  for (const name of ["web", "db"])
    expect(await answer(place.store.release({ network: "lan", owner: owner(name) }))).toHaveLength(
      1,
    )
  expect(await answer(place.store.forget("lan"))).toBe(true)
  expect(files()).toEqual([".cni-ipam"])
}

describe("a network that is forgotten", () => {
  it("leaves nothing on the disk", async () => {
    expect(files()).toContain("lan/lock")
    expect(await answer(place.store.forget("lan"))).toBe(true)
    expect(files()).toEqual([".cni-ipam"])
    expect(await answer(place.store.networks)).toEqual([])
    await expectHealth()
  })

  it("leaves what others have put into its directory", async () => {
    writeFileSync(join(place.dataDir, "lan/README"), "")
    expect(await answer(place.store.forget("lan"))).toBe(true)
    expect(files().toSorted()).toEqual([".cni-ipam", "lan", "lan/README"])
    expect(await answer(place.store.networks)).toEqual([])
  })

  it("gives back what was never finished, and no lease of the Go plugin's", async () => {
    writeFileSync(join(place.dataDir, "lan/10.0.0.5"), "")
    expect(await answer(place.store.forget("lan"))).toBe(true)
    place.destroy()
    place = await abandoned()
    writeFileSync(join(place.dataDir, "lan/10.0.0.5"), "other\r\neth0")
    expect(await answer(place.store.forget("lan"))).toBe(false)
    expect((await answer(leases(place.store)("lan"))).leases).toHaveLength(1)
  })
})

describe("a network that another process forgets just before it is locked", () => {
  /** The first time that somebody wants the lock. */
  const overtaken = (): FileSystem => {
    let isGone = false
    return {
      ...lonely,
      tryLock: (path) => {
        if (!isGone) rmSync(join(place.dataDir, "lan"), { recursive: true })
        isGone = true
        return lonely.tryLock(path)
      },
    }
  }

  it("holds nothing for who only looks", async () => {
    const store = place.storeOn(overtaken())
    expect((await answer(leases(store)("lan"))).leases).toEqual([])
    expect(files()).not.toContain("lan")
  })

  it("is made anew by who leases in it", async () => {
    const store = place.storeOn(overtaken())
    await answer(allocate(store)({ pool, owner: owner("db") }))
    expect((await answer(leases(place.store)("lan"))).leases).toHaveLength(1)
  })
})

describe("a network that another process makes anew while it is forgotten", () => {
  it("is that one's, whatever becomes of it", async () => {
    /** Dies when its lease is made, and its record is not. */
    const dying: FileSystem = {
      ...lonely,
      rename: () => {
        throw new Killed()
      },
    }
    const leaseOnDying = allocate(place.storeOn(dying))({ pool, owner: owner("db") })
    let other: Promise<unknown> = Promise.resolve()
    const overtaken: FileSystem = {
      ...lonely,
      removeDirectory: (path) => {
        if (path === join(place.dataDir, "lan")) other = leaseOnDying().catch((error) => error)
        return lonely.removeDirectory(path)
      },
    }
    await answer(place.storeOn(overtaken).forget("lan"))
    expect(await other).toBeInstanceOf(Killed)
    expect(await place.del("db")).toHaveLength(1)
  })
})

const forgetOn = async (fs: FileSystem): Promise<void> => {
  try {
    await place.storeOn(fs).forget("lan")()
  } catch (error) {
    if (!(error instanceof Killed)) throw error
  }
}

describe("whoever forgets a network", () => {
  it.each(["killed", "ENOSPC", "EIO"])("and is %s at any call, leaves it in order", async (how) => {
    const whole = countingCalls(lonely)
    await forgetOn(whole.fs)
    expect(whole.calls()).toBeGreaterThan(10)
    for (let call = 1; call <= whole.calls(); call++) {
      place.destroy()
      place = await abandoned()
      const faulty = how === "killed" ? killedAt(lonely, call) : refusingAt(lonely, call, how)
      await forgetOn(faulty.fs)
      await expectHealth()
    }
  })
})
