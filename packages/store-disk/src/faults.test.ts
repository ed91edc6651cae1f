import type { Store } from "@cni-ipam/core"
import { allocate, collectGarbage, leases, release } from "@cni-ipam/core"
import { isRight, right } from "fp-ts/lib/Either.js"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { FileSystem } from "./file-system.js"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import type { Faulty } from "./test/faulty-file-system.js"
import { countingCalls, Killed, killedAt, refusingAt } from "./test/faulty-file-system.js"
import type { Place } from "./test/place.js"
import { answer, newPlace, owner, poolOf } from "./test/place.js"

/** Nobody else is there to lock out, and to start a command for each lock takes its time. */
const lonely = fileSystemOf(nodeCalls(() => right(true)))

const pool = poolOf([[{ subnet: "10.0.0.0/29" }], [{ subnet: "fd00::/64", rangeEnd: "fd00::6" }]])
const kept = owner("kept")

/** Each tells whether it did all that it was asked to do. */
const commands = {
  ADD: async (store: Store) => isRight(await allocate(store)({ pool, owner: owner("victim") })()),
  /** With an index that has to be made anew. */
  "ADD after a stranger": async (store: Store) => {
    place.write("10.0.0.6", "stranger\r\neth0")
    return isRight(await allocate(store)({ pool, owner: owner("victim") })())
  },
  DEL: async (store: Store) =>
    isRight(await release(store)({ network: "lan", owner: owner("gone") })()),
  GC: async (store: Store) => {
    const report = await collectGarbage(store)({ network: "lan", node: "n1", valid: [kept] })()
    return isRight(report) && [...report.right.failures, ...report.right.problems].length === 0
  },
}

let place: Place
beforeEach(async () => {
  place = newPlace()
  await place.add("kept", pool)
  await place.add("gone", pool)
})
afterEach(() => place.destroy())

/** Whether the command came to an end, and well: only then a runtime was told so. */
const acknowledged = async (command: keyof typeof commands, fs: FileSystem): Promise<boolean> => {
  try {
    return await commands[command](place.storeOn(fs))
  } catch (error) {
    if (!(error instanceof Killed)) throw error
    return false
  }
}

type Counts = { [container: string]: number } & {
  kept?: number
  gone?: number
  victim?: number
  next?: number
  stranger?: number
}

const holders = async (): Promise<Counts> => {
  const counts: Counts = {}
  for (const { owner } of (await answer(leases(place.store)("lan"))).leases)
    counts[owner.containerId] = (counts[owner.containerId] ?? 0) + 1
  return counts
}

/** What the index says of an owner, to somebody who reads it afresh, is what the files say. */
const expectIndexToAgree = async (): Promise<void> => {
  const found = await holders()
  const store = place.storeOn(lonely)
  const known: Counts = {}
  for (const name of new Set(["kept", "gone", "victim", "next", ...Object.keys(found)])) {
    const view = await answer(store.view({ network: "lan", owner: owner(name), rangeSets: [] }))
    if (view.held.length > 0) known[name] = view.held.length
  }
  expect(known).toEqual(found)
}

const expectRecovery = async (
  command: keyof typeof commands,
  wasAcknowledged: boolean,
): Promise<void> => {
  await place.add("next", pool)
  const found = await holders()
  expect(found.kept).toBe(2)
  expect(found.next).toBe(2)
  if (command === "ADD after a stranger") expect(found.stranger).toBe(1)
  if (command.startsWith("ADD")) {
    expect(found.gone).toBe(2)
    expect(wasAcknowledged ? [2] : [2, undefined]).toContain(found.victim)
  } else if (wasAcknowledged) expect(found.gone).toBeUndefined()
  await expectIndexToAgree()
  const all = { network: "lan", node: "n1", valid: [kept] }
  expect((await answer(collectGarbage(place.store)(all))).failures).toEqual([])
  expect(await holders()).toEqual({ kept: 2 })
  for (const name of ["1", "2", "3", "4"]) await place.add(name, pool)
  await expectIndexToAgree()
}

const atEveryCall = async (
  command: keyof typeof commands,
  faultAt: (fs: FileSystem, call: number) => Faulty,
): Promise<number> => {
  const whole = countingCalls(lonely)
  await acknowledged(command, whole.fs)
  for (let call = 1; call <= whole.calls(); call++) {
    place.destroy()
    place = newPlace()
    await place.add("kept", pool)
    await place.add("gone", pool)
    const faulty = faultAt(lonely, call)
    await expectRecovery(command, await acknowledged(command, faulty.fs))
  }
  return whole.calls()
}

const commandNames = ["ADD", "ADD after a stranger", "DEL", "GC"] as const

describe("a process that is killed", () => {
  it.each(commandNames)(
    "during %s, at any call, leaves nothing behind that stays",
    async (name) => {
      expect(await atEveryCall(name, killedAt)).toBeGreaterThan(10)
    },
    60_000,
  )
})

describe.each(["ENOSPC", "EIO", "EACCES"])("a disk that answers %s", (code) => {
  it.each(commandNames)(
    "during %s, at any call, loses no lease and keeps none",
    async (name) => {
      await atEveryCall(name, (fs, call) => refusingAt(fs, call, code))
    },
    60_000,
  )
})
