/** kill -9: before each system call once, and at random moments while many commands are running. */
import { describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { tool } from "../tools/debian.js"
import { answerOf } from "./answer.js"
import { atOnce } from "./at-once.js"
import { indexDifferences, unfinishedFiles } from "./index-differences.js"
import { heldBy, type Leases, readLeases } from "./lease-files.js"
import {
  type Place,
  problemsAfter,
  type Scenario,
  scenarios,
  stageOf,
  subject,
} from "./scenarios.js"
import { isSoak } from "./soak.js"
import { runWithFault, type SystemCall, traceCalls } from "./system-calls.js"
import { callsOf, testNetwork, validAttachments } from "./test-network.js"

const paths = { ours: await builtPlugin("host-local"), go: await tool("host-local") }

const changing = new Set([
  ...["mkdir", "link", "rename", "unlink"],
  ...["write", "pwrite64", "ftruncate", "utimensat", "flock"],
])

/** Between two of these calls nothing changes, so a kill at another moment shows nothing new. */
const isTurningPoint = ({ name, text }: SystemCall): boolean =>
  changing.has(name) || text.includes("O_CREAT")

/** What happens between the kill and our next command; returns what is leased beside the subject. */
type Meanwhile = (place: Place, before: Leases) => Promise<Leases>

const nothing: Meanwhile = (_, before) => Promise.resolve(before)

const goAdds: Meanwhile = async ({ go }, before) => {
  const answer = answerOf(await go("ADD", "of-go-later"))
  const given = answer.is === "leased" ? answer.addresses : []
  expect(given, "what the Go plugin leases").toHaveLength(2)
  return new Map([...before, ...given.map((address) => [address, "of-go-later eth0"] as const)])
}

const goDeletes: Meanwhile = async ({ go }, before) => {
  expect(answerOf(await go("DEL", subject))).toEqual({ is: "done" })
  return before
}

/** Kills the command before each of its turning points, and tells what was wrong afterwards. */
const problemsOfKills = async (
  scenario: Scenario,
  meanwhile: Meanwhile,
): Promise<readonly string[]> => {
  const folder = await folderForTest()
  const stage = await stageOf(scenario, folder, paths)
  const first = await stage.enter(0)
  const trace = await traceCalls(first.network, first.folder, first.run)
  const turningPoints = trace.calls.filter(isTurningPoint)
  expect(turningPoints.length).toBeGreaterThan(8)
  const problems = await atOnce(2, turningPoints, async (call, lane) => {
    const place = await stage.enter(lane)
    const outcome = await runWithFault(
      place.network,
      trace,
      call,
      "signal=KILL",
      place.folder,
      place.run,
    )
    const before = await meanwhile(place, stage.before)
    const [problem] = await problemsAfter(scenario, before, place, outcome)
    return problem === undefined ? [] : [`before ${call.text}: ${problem}`]
  })
  return problems.flat()
}

describe("a command that is killed", () => {
  const changingScenarios = scenarios.filter(({ command }) => command !== "CHECK")
  for (const scenario of changingScenarios)
    it(`leaves all or nothing, at each of its system calls: ${scenario.title}`, async () => {
      expect(await problemsOfKills(scenario, nothing)).toEqual([])
    })

  const [add] = scenarios
  if (add === undefined) throw new Error("there are no scenarios")

  it("leaves nothing that misleads the Go plugin when it leases next", async () => {
    expect(await problemsOfKills(add, goAdds)).toEqual([])
  })

  it("leaves nothing that misleads us after the Go plugin has cleaned up", async () => {
    expect(await problemsOfKills(add, goDeletes)).toEqual([])
  })

  it("leaves no file behind that nobody removes when it was STATUS", async () => {
    const folder = await folderForTest()
    const network = testNetwork(`${folder}/data`)
    const call = callsOf(paths.ours, network)
    await call("ADD", "c1")
    const removal = { name: "unlink", nth: 1, text: "unlink of what STATUS has written" }
    await runWithFault(network, { paths: [] }, removal, "signal=KILL", folder, (details) =>
      call("STATUS", "", details),
    )
    await call("STATUS", "")
    await call("ADD", "c2")
    await call("GC", "", { fields: validAttachments(["c1", "c2"]) })
    expect(await unfinishedFiles(network)).toEqual([])
  })
})

/** 125 addresses in each range set. */
const size = 125
const ranges = [
  [{ subnet: "10.82.0.0/25" }],
  [{ subnet: "fd82::/64", rangeStart: "fd82::2", rangeEnd: "fd82::7e" }],
]

/** What the runtime knows. */
class Ledger {
  /** Who was told of its addresses, and is still there. */
  readonly acknowledged = new Map<string, readonly string[]>()
  /** Killed half-way: who may hold what, if anything. */
  readonly doubtful = new Map<string, readonly string[] | undefined>()
  kills = 0
  #names = 0

  newName(): string {
    this.#names += 1
    return `c${this.#names}`
  }

  oldest(count: number): readonly string[] {
    return [...this.acknowledged.keys()].slice(0, count)
  }

  added(name: string, outcome: PluginOutcome): void {
    const answer = answerOf(outcome)
    if (answer.is === "leased") this.acknowledged.set(name, [...answer.addresses].sort())
    else if (answer.is === "killed") this.doubtful.set(name, undefined)
    else throw new Error(`ADD of ${name} answers ${JSON.stringify(answer)}`)
    this.#count(answer.is)
  }

  deleted(name: string, outcome: PluginOutcome): void {
    const answer = answerOf(outcome)
    if (answer.is === "killed") this.doubtful.set(name, this.acknowledged.get(name))
    else if (answer.is === "done") this.doubtful.delete(name)
    else throw new Error(`DEL of ${name} answers ${JSON.stringify(answer)}`)
    this.acknowledged.delete(name)
    this.#count(answer.is)
  }

  looked(what: string, outcome: PluginOutcome): void {
    const answer = answerOf(outcome)
    if (answer.is !== "killed" && answer.is !== "done")
      throw new Error(`${what} answers ${JSON.stringify(answer)}`)
    this.#count(answer.is)
  }

  #count(is: string): void {
    if (is === "killed") this.kills += 1
  }
}

/** Nothing acknowledged is lost, and nothing else is held but by those of whom nothing is known. */
const ledgerProblems = (ledger: Ledger, leases: Leases): readonly string[] => {
  const problems: string[] = []
  for (const [name, addresses] of ledger.acknowledged)
    if (heldBy(leases, name).join() !== addresses.join())
      problems.push(`${name} was given ${addresses}, and holds ${heldBy(leases, name)}`)
  for (const [name, addresses] of ledger.doubtful) {
    const held = heldBy(leases, name)
    const isPossible =
      addresses === undefined
        ? held.length === 0 || held.length === 2
        : held.every((address) => addresses.includes(address))
    if (!isPossible) problems.push(`${name}, which was killed, holds ${held}`)
  }
  for (const [address, owner] of leases) {
    const [name = ""] = owner.split(" ")
    if (!ledger.acknowledged.has(name) && !ledger.doubtful.has(name))
      problems.push(`${address} is held by ${owner}, which does not exist`)
  }
  return problems
}

describe("many commands at once, most of them killed", () => {
  it(`lose no lease, give none away twice, and waste none (${isSoak ? 1000 : 100} kills)`, async () => {
    const network = testNetwork(`${await folderForTest()}/data`, { ranges })
    const ours = callsOf(paths.ours, network)
    const go = callsOf(paths.go, network)
    const ledger = new Ledger()

    const add = async (plugin = ours, timeout = 60_000): Promise<void> => {
      const name = ledger.newName()
      ledger.added(name, await plugin("ADD", name, { timeout }))
    }
    const del = async (name: string, plugin = ours, timeout = 60_000): Promise<void> =>
      ledger.deleted(name, await plugin("DEL", name, { timeout }))
    const check = async (name: string, timeout = 60_000): Promise<void> =>
      ledger.looked("CHECK", await ours("CHECK", name, { timeout }))
    const gc = async (timeout = 60_000): Promise<void> => {
      const fields = validAttachments([...ledger.acknowledged.keys()])
      ledger.looked("GC", await ours("GC", "", { fields, timeout }))
    }

    const started = performance.now()
    await atOnce(6, new Array(24).fill(add), () => add())
    const lifeMs = ((performance.now() - started) / 24) * 6

    /** Moments spread evenly over the life of a process, and a little beyond. */
    const moments = function* (): Generator<number> {
      const steps = 12
      for (let step = 0; ; step++)
        yield Math.max(1, Math.round((((step % steps) + Math.random()) / steps) * 1.1 * lifeMs))
    }
    const moment = moments()
    const next = (): number => moment.next().value

    const round = async (): Promise<void> => {
      const [checked, ...deleted] = ledger.oldest(5)
      await atOnce(
        6,
        [
          ...[0, 1, 2, 3, 4, 5].map(() => () => add(ours, next())),
          ...deleted.map((name) => () => del(name, ours, next())),
          ...[() => add(), () => add(go), () => add(go)],
          ...(checked === undefined ? [] : [() => check(checked, next())]),
        ].sort(() => Math.random() - 0.5),
        (work) => work(),
      )
    }
    const audit = async (): Promise<void> => {
      const [survivor] = ledger.oldest(1)
      if (survivor !== undefined) await check(survivor)
      expect(ledgerProblems(ledger, await readLeases(network))).toEqual([])
      expect(await indexDifferences(network)).toEqual([])
    }
    const cleanUp = async (): Promise<void> => {
      const [first, second] = [...ledger.doubtful.keys()]
      if (first !== undefined) await del(first)
      if (second !== undefined) await del(second, go)
    }

    const wanted = isSoak ? 1000 : 100
    for (let rounds = 1; ledger.kills < wanted; rounds++) {
      await round()
      await audit()
      await cleanUp()
      if (rounds % 3 === 0) {
        await Promise.all([gc(next()), ...ledger.oldest(2).map((name) => check(name, next()))])
        await audit()
      }
      if (ledger.acknowledged.size + ledger.doubtful.size > size / 2) {
        await gc()
        ledger.doubtful.clear()
        await atOnce(6, ledger.oldest(40), (name) => del(name))
        await audit()
      }
    }

    await gc()
    ledger.doubtful.clear()
    await audit()
    const free = size - ledger.acknowledged.size
    await atOnce(4, new Array(free).fill(add), () => add())
    await audit()
    expect((await readLeases(network)).size).toBe(2 * size)
    expect(answerOf(await ours("ADD", "one-too-many"))).toMatchObject({ is: "error", code: 122 })
    expect(await unfinishedFiles(network)).toEqual([])
  })
})
