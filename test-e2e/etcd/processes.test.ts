/** Sixteen processes on a cluster that loses its majority, and whose history is compacted. */
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import { answerOf } from "../faults/answer.js"
import { broken } from "../faults/careless-runtime.js"
import { readKvLeases } from "../faults/kv-leases.js"
import { type KvLedger, kvLedger } from "../faults/kv-ledger.js"
import { kvNetwork } from "../faults/kv-network.js"
import { bundledWorker, startPlugins, startProgram } from "../faults/kv-workers.js"
import { callsOf, validAttachments } from "../faults/test-network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startEtcdCluster } from "../servers/etcd-cluster.js"
import { type KvSubject, kvSubjects } from "../servers/kv-subject.js"
import { waitUntil } from "../servers/wait-until.js"

/** Programs and plugins; of each kind half of the sixteen. */
const ofEach = 8
const ranges = [[{ subnet: "10.86.0.0/16" }], [{ subnet: "fd86::/64" }]]
/** Milliseconds of a plugin's command; a program has them for each of an allocation's two calls. */
const timeout = 2000
/** Of one that is to succeed, however busy the machine is. */
const patience = 30_000
/** What a process takes beside that on a machine with so many of them. */
const slack = 2500

const programs = await builtPlugins("etcd")
const worker = await bundledWorker()
const [etcd] = kvSubjects.filter(({ name }) => name === "etcd")
if (etcd === undefined) throw new Error("etcd is no subject")
const subjectWith = (milliseconds: number): KvSubject => ({
  ...etcd,
  options: (urls) => ({ ...etcd.options(urls), timeout: milliseconds }),
})
const cluster = await startEtcdCluster(3)
afterAll(cluster.release)
const [first, second, third] = cluster.servers
const urls = cluster.servers.map(({ url }) => url)

const progress = (ledger: KvLedger, more: number) => {
  const wanted = ledger.count() + more
  return waitUntil("no progress", 30_000, async () => (ledger.count() > wanted ? true : undefined))
}

/** What the processes were told while the harm was done, which is compared with what there is. */
const harmed = async (
  network: string,
  subject: KvSubject,
  harm: () => Promise<void>,
): Promise<KvLedger> => {
  const ledger = kvLedger()
  const call = callsOf(`${programs}/etcd`, kvNetwork(subject, network, urls, ranges))
  const options = JSON.stringify(subject.options(urls))
  const workers = Array.from({ length: ofEach }, (_, index) => [
    startProgram(
      worker,
      ["etcd", options, network, JSON.stringify(ranges), `program-${index}`],
      ledger,
    ),
    startPlugins(call, `plugin-${index}`, ledger),
  ]).flat()
  await progress(ledger, 100)
  await harm()
  await cluster.leader()
  await progress(ledger, 100)
  await Promise.all(workers.map(({ stop }) => stop()))

  const { acknowledged, doubtful } = ledger
  const audit = async (unsure: KvLedger["doubtful"]) => {
    const { admin } = await cluster.leader()
    const { leases, problems } = await readKvLeases(admin, subject, network)
    expect([...problems, ...broken({ acknowledged, doubtful: unsure }, leases)]).toEqual([])
    return leases.size
  }
  await audit(doubtful)
  const valid = validAttachments([...acknowledged.keys()])
  expect(answerOf(await call("GC", "", { fields: valid }))).toEqual({ is: "done" })
  expect(await audit(new Map()), "leases after GC").toBe(2 * acknowledged.size)
  return ledger
}

test("no lease is lost and none leaks without a majority, nor when it is back", async () => {
  const { errors, longest } = await harmed("minority", subjectWith(timeout), async () => {
    await Promise.all([second?.kill(), third?.kill()])
    await sleep(timeout + 500)
    await Promise.all([second?.restart(), third?.restart()])
  })
  expect(errors.length).toBeGreaterThan(0)
  for (const error of errors) expect(error).toMatch(/"code":5\b|"Unavailable"|"Uncertain"/)
  expect(longest(), "milliseconds of a command").toBeLessThan(2 * timeout + slack)
})

test("a history that is compacted again and again disturbs nobody", async () => {
  const { errors } = await harmed("compacted", subjectWith(patience), async () => {
    for (let turn = 0; turn < 3; turn++) {
      await first?.admin.compact()
      await sleep(50)
    }
  })
  expect(errors).toEqual([])
})
