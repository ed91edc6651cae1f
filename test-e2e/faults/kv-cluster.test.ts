/** A cluster whose leader is killed, and paused, while sixteen processes allocate and release. */
import { afterAll, describe, expect, it } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { type KvCluster, type KvServer, type KvSubject, kvSubjects } from "../servers/kv-subject.js"
import { waitUntil } from "../servers/wait-until.js"
import { answerOf } from "./answer.js"
import { broken } from "./careless-runtime.js"
import { readKvLeases } from "./kv-leases.js"
import { type KvLedger, kvLedger } from "./kv-ledger.js"
import { kvNetwork } from "./kv-network.js"
import { bundledWorker, startPlugins, startProgram } from "./kv-workers.js"
import { isSoak, timeout } from "./soak.js"
import { callsOf, validAttachments } from "./test-network.js"

/** Programs and plugins; of each kind half of the sixteen. */
const ofEach = 8
const rounds = isSoak ? 10 : 1
const size = 3
const ranges = [[{ subnet: "10.85.0.0/16" }], [{ subnet: "fd85::/64" }]]
/** That a command has by the configuration's default, and what its process takes beside. */
const deadline = 5000 + 2500
const progressWithin = 30_000

const programs = await builtPlugins(...kvSubjects.map(({ name }) => name))
const worker = await bundledWorker()

const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] =>
  items.map((_, index) => items[(index + by) % items.length]).flatMap((item) => item ?? [])

/** Each prefers another server. */
const startAll = (subject: KvSubject, network: string, urls: readonly string[], ledger: KvLedger) =>
  Array.from({ length: ofEach }, (_, index) => {
    const mine = rotated(urls, index)
    const options = JSON.stringify(subject.options(mine))
    const args = [subject.name, options, network, JSON.stringify(ranges), `program-${index}`]
    const call = callsOf(`${programs}/${subject.name}`, kvNetwork(subject, network, mine, ranges))
    return [startProgram(worker, args, ledger), startPlugins(call, `plugin-${index}`, ledger)]
  }).flat()

/** Somebody else leads, and the clients get on with it. */
const recovered = async (cluster: KvCluster, hurt: KvServer, ledger: KvLedger): Promise<void> => {
  await waitUntil("no other leader", progressWithin, async () =>
    (await cluster.leader()).url === hurt.url ? undefined : true,
  )
  const before = ledger.count()
  await waitUntil("no progress", progressWithin, async () =>
    ledger.count() > before + 100 ? true : undefined,
  )
}

const faults = {
  killed: {
    hurt: (leader: KvServer) => leader.kill(),
    heal: (leader: KvServer) => leader.restart(),
  },
  paused: {
    hurt: async (leader: KvServer) => leader.pause(),
    heal: async (leader: KvServer) => leader.resume(),
  },
}

for (const subject of kvSubjects)
  describe(`a cluster of ${subject.name} under sixteen processes`, async () => {
    const cluster = await subject.startCluster(size)
    afterAll(cluster.release)
    const urls = cluster.servers.map(({ url }) => url)

    for (const [what, { hurt, heal }] of Object.entries(faults))
      it(`loses no lease when its leader is ${what} (${rounds} times)`, { timeout }, async () => {
        const ledger = kvLedger()
        const network = `while-${what}`
        const call = callsOf(
          `${programs}/${subject.name}`,
          kvNetwork(subject, network, urls, ranges),
        )
        const audit = async (doubtful: KvLedger["doubtful"]) => {
          const { admin } = await cluster.leader()
          const { leases, problems } = await readKvLeases(admin, subject, network)
          const { acknowledged } = ledger
          expect([...problems, ...broken({ acknowledged, doubtful }, leases)]).toEqual([])
          return leases.size
        }

        const workers = startAll(subject, network, urls, ledger)
        for (let round = 0; round < rounds; round++) {
          await waitUntil("no progress", progressWithin, async () =>
            ledger.count() > 100 * round + 100 ? true : undefined,
          )
          const leader = await cluster.leader()
          await hurt(leader)
          await recovered(cluster, leader, ledger)
          await heal(leader)
          await cluster.leader()
        }
        await Promise.all(workers.map(({ stop }) => stop()))
        const { acknowledged, doubtful, errors } = ledger
        console.info(
          `${subject.name}, leader ${what}: ${ledger.count()} commands done, ${errors.length} failed,`,
          `the longest took ${ledger.longest().toFixed(0)} ms`,
        )
        for (const error of errors)
          expect(error).toMatch(/"code":(5|11)\b|"Unavailable"|"Uncertain"/)
        expect(ledger.longest(), "milliseconds of a command").toBeLessThan(deadline)
        // A server that was paused with an ADD in hand may do it when its container, which was
        // served by another meanwhile, is gone already. That is what GC is for.
        const late = [...ledger.released].map((container) => [container, undefined] as const)
        await audit(new Map([...doubtful, ...late]))

        const valid = validAttachments([...acknowledged.keys()])
        expect(answerOf(await call("GC", "", { fields: valid }))).toEqual({ is: "done" })
        expect(await audit(new Map()), "leases after GC").toBe(2 * acknowledged.size)

        const [survivor = ""] = acknowledged.keys()
        expect(answerOf(await call("CHECK", survivor))).toEqual({ is: "done" })
        expect(answerOf(await call("ADD", "next"))).toMatchObject({ is: "leased" })
      })
  })
