/** kill -9 at random moments, among commands that go on, while the leases are on a server. */
import { afterAll, describe, expect, it } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { kvSubjects } from "../servers/kv-subject.js"
import { answerOf } from "./answer.js"
import { atOnce } from "./at-once.js"
import { broken, carelessRuntime } from "./careless-runtime.js"
import { moments, shuffled } from "./chance.js"
import { readKvLeases } from "./kv-leases.js"
import { kvNetwork, kvNetworkSize, kvRanges } from "./kv-network.js"
import { isSoak, timeout } from "./soak.js"
import { callsOf } from "./test-network.js"

const wantedKills = isSoak ? 1000 : 100
const atATime = 6
const firstAdds = 24

const programs = await builtPlugins(...kvSubjects.map(({ name }) => name))

for (const subject of kvSubjects) {
  const server = await subject.start()
  afterAll(server.release)

  describe(`many commands at once on ${subject.name}, most of them killed`, () => {
    it(`lose no lease, give none away twice, and waste none (${wantedKills} kills)`, {
      timeout,
    }, async () => {
      const network = kvNetwork(subject, "killed", [server.url], kvRanges)
      const call = callsOf(`${programs}/${subject.name}`, network)
      const runtime = carelessRuntime()
      const oldest = (count: number) => [...runtime.acknowledged.keys()].slice(0, count)

      const addMany = (count: number) =>
        atOnce(atATime, new Array<number>(count).fill(0), () => runtime.add(call))
      const started = performance.now()
      await addMany(firstAdds)
      const moment = moments(((performance.now() - started) * atATime) / firstAdds)

      const disturb = async (): Promise<void> => {
        const [checked, ...deleted] = oldest(5)
        const work = [
          ...deleted.map((container) => () => runtime.del(call, container, moment())),
          ...[1, 2, 3, 4, 5, 6].map(() => () => runtime.add(call, moment())),
          ...[1, 2].map(() => () => runtime.add(call)),
          ...(checked === undefined ? [] : [() => runtime.check(call, checked, moment())]),
        ]
        await atOnce(atATime, shuffled(work), (start) => start())
      }
      /** A runtime gives no ADD while a GC is under way. */
      const disturbGc = async (): Promise<void> => {
        const checks = oldest(2).map((container) => runtime.check(call, container, moment()))
        await Promise.all([runtime.gc(call, moment()), ...checks])
      }
      const audit = async (): Promise<number> => {
        for (const survivor of oldest(1)) await runtime.check(call, survivor)
        const { leases, problems } = await readKvLeases(server.admin, subject, "killed")
        expect([...problems, ...broken(runtime, leases)]).toEqual([])
        return leases.size
      }
      const makeRoom = async (): Promise<void> => {
        for (const doubtful of [...runtime.doubtful.keys()].slice(0, 2))
          await runtime.del(call, doubtful)
        if (runtime.acknowledged.size + runtime.doubtful.size < kvNetworkSize / 2) return
        await runtime.gc(call)
        await atOnce(atATime, oldest(40), (container) => runtime.del(call, container))
        await audit()
      }

      while (runtime.kills() < wantedKills) {
        await disturb()
        await audit()
        await disturbGc()
        await audit()
        await makeRoom()
      }

      await runtime.gc(call)
      await audit()
      await addMany(kvNetworkSize - runtime.acknowledged.size)
      expect(await audit(), "leases in the full network").toBe(2 * kvNetworkSize)
      const oneTooMany = answerOf(await call("ADD", "one-too-many"))
      expect(oneTooMany).toMatchObject({ is: "error", code: 122 })
      await atOnce(atATime, oldest(kvNetworkSize), (container) => runtime.del(call, container))
      expect(await audit(), "leases in the end").toBe(0)
    })
  })
}
