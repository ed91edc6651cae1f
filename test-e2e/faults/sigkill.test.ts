/** kill -9: before each system call once, and at random moments while many commands are running. */
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { tool } from "../tools/debian.js"
import { problemsAfter } from "./aftermath.js"
import { answerOf } from "./answer.js"
import { atOnce } from "./at-once.js"
import { broken, carelessRuntime } from "./careless-runtime.js"
import { moments, shuffled } from "./chance.js"
import { indexDifferences, unfinishedFiles } from "./index-differences.js"
import { type Leases, readLeases } from "./lease-files.js"
import { manyLeases, type Place, type Scenario, scenarios, stageOf, subject } from "./scenarios.js"
import { isSoak, timeout } from "./soak.js"
import { runWithFault, type SystemCall, traceCalls } from "./system-calls.js"
import { callsOf, testNetwork, validAttachments } from "./test-network.js"

const paths = { ours: await builtPlugin("host-local"), go: await tool("host-local") }

const changing = new Set([
  ...["mkdir", "link", "rename", "unlink"],
  ...["write", "pwrite64", "ftruncate", "utimensat", "flock"],
])

/** Between two of these calls nothing changes, so a kill at another moment shows nothing new. */
const changesSomething = ({ name, text }: SystemCall): boolean =>
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
  isTurningPoint = changesSomething,
): Promise<readonly string[]> => {
  const folder = await folderForTest()
  const stage = await stageOf(scenario, folder, paths)
  const first = await stage.enter(0)
  const trace = await traceCalls(first.network, first.folder, first.run)
  const turningPoints = trace.calls.filter(isTurningPoint)
  expect(turningPoints.length).toBeGreaterThan(1)
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

  it("leaves no half of a seal that passes for a whole one", async () => {
    const isOnSeal = (call: SystemCall) => changesSomething(call) && call.text.includes("/seal")
    expect(await problemsOfKills(manyLeases, nothing, isOnSeal)).toEqual([])
  })

  it("leaves no file behind that nobody removes when it was STATUS", async () => {
    const folder = await folderForTest()
    const network = testNetwork(join(folder, "data"))
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

/** How many addresses each of the two range sets has. */
const size = 125
const ranges = [
  [{ subnet: "10.82.0.0/25" }],
  [{ subnet: "fd82::/64", rangeStart: "fd82::2", rangeEnd: "fd82::7e" }],
]

const wantedKills = isSoak ? 1000 : 100

const atATime = 6

describe("many commands at once, most of them killed", () => {
  it(`lose no lease, give none away twice, and waste none (${wantedKills} kills)`, {
    timeout,
  }, async () => {
    const network = testNetwork(join(await folderForTest(), "data"), { ranges })
    const ours = callsOf(paths.ours, network)
    const go = callsOf(paths.go, network)
    const runtime = carelessRuntime()
    const oldest = (count: number) => [...runtime.acknowledged.keys()].slice(0, count)

    const addMany = (count: number) =>
      atOnce(atATime, new Array<number>(count).fill(0), () => runtime.add(ours))
    const started = performance.now()
    await addMany(24)
    const moment = moments(((performance.now() - started) * atATime) / 24)

    const disturb = async (): Promise<void> => {
      const [checked = "", ...deleted] = oldest(5)
      const work = [
        ...deleted.map((container) => () => runtime.del(ours, container, moment())),
        ...[1, 2, 3, 4, 5, 6].map(() => () => runtime.add(ours, moment())),
        ...[() => runtime.add(ours), () => runtime.add(go), () => runtime.add(go)],
        () => runtime.check(ours, checked, moment()),
      ]
      await atOnce(atATime, shuffled(work), (start) => start())
    }
    /** A runtime gives no ADD while a GC is under way. */
    const disturbGc = async (): Promise<void> => {
      const checks = oldest(2).map((container) => runtime.check(ours, container, moment()))
      await Promise.all([runtime.gc(ours, moment()), ...checks])
    }
    const audit = async (): Promise<void> => {
      for (const survivor of oldest(1)) await runtime.check(ours, survivor)
      expect(broken(runtime, await readLeases(network))).toEqual([])
      expect(await indexDifferences(network)).toEqual([])
    }
    const cleanUp = async (): Promise<void> => {
      const [one, other] = runtime.doubtful.keys()
      if (one !== undefined) await runtime.del(ours, one)
      if (other !== undefined) await runtime.del(go, other)
    }
    const makeRoom = async (): Promise<void> => {
      if (runtime.acknowledged.size + runtime.doubtful.size < size / 2) return
      await runtime.gc(ours)
      await atOnce(atATime, oldest(40), (container) => runtime.del(ours, container))
      await audit()
    }

    while (runtime.kills() < wantedKills) {
      await disturb()
      await audit()
      await cleanUp()
      await disturbGc()
      await audit()
      await makeRoom()
    }

    await runtime.gc(ours)
    await audit()
    await addMany(size - runtime.acknowledged.size)
    await audit()
    expect((await readLeases(network)).size).toBe(2 * size)
    expect(answerOf(await ours("ADD", "one-too-many"))).toMatchObject({ is: "error", code: 122 })
    expect(await unfinishedFiles(network)).toEqual([])
  })
})
