/** Clients on a cluster with mutual TLS whose servers die, hang and lose their majority. */
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcdCluster } from "../servers/etcd-cluster.js"
import { expectAccountToHold, startClients } from "./clients.js"
import { accessTo, openStore, poolOf } from "./open-store.js"

const cluster = await startEtcdCluster(3, {
  tls: await makeAuthority(await folderForFile(), "authority"),
})
afterAll(cluster.release)
const [first] = cluster.servers
if (first === undefined) throw new Error("a cluster without servers")

const endpoints = cluster.servers.map(({ url }) => url)
const timeout = 4000

const open = (client: number) => {
  // Each begins with another server.
  const own = [...endpoints.slice(client % 3), ...endpoints.slice(0, client % 3)]
  const transport = client % 2 === 0 ? "grpc" : "gateway"
  return openStore({ ...accessTo(first), endpoints: own, transport, timeout })
}

/** What the clients of a network were told, and how often they succeeded after the harm was over. */
const withClients = async (network: string, harm: () => Promise<void>) => {
  const stores = await Promise.all([0, 1, 2, 3, 4, 5].map(open))
  const clients = startClients(stores, poolOf(network, "10.0.0.0/18"))
  await sleep(300)
  await harm()
  const before = clients.allocated()
  await sleep(700)
  const account = await clients.stop()
  await cluster.leader()
  const [store] = stores
  if (store !== undefined) await expectAccountToHold(account, store, network)
  for (const one of stores) await one.close()
  return { ...account, afterwards: clients.allocated() - before }
}

test("no lease is lost and no address given twice when the leader is killed", async () => {
  const { afterwards } = await withClients("killed", async () => {
    const leader = await cluster.leader()
    await leader.kill()
    await sleep(1500)
    await leader.restart()
  })
  expect(afterwards).toBeGreaterThan(20)
})

test("no lease is lost and no address given twice when the leader hangs", async () => {
  const { afterwards, longest } = await withClients("paused", async () => {
    const leader = await cluster.leader()
    leader.pause()
    await sleep(3000)
    leader.resume()
  })
  expect(afterwards).toBeGreaterThan(20)
  // Retries and a pause between them may come on top of a call's own time.
  expect(longest).toBeLessThan(2 * timeout + 1000)
})

test("no lease is lost and no address given twice without a majority, nor when it is back", async () => {
  const { counts, afterwards } = await withClients("minority", async () => {
    const [, second, third] = cluster.servers
    await Promise.all([second?.kill(), third?.kill()])
    await sleep(timeout + 500)
    await Promise.all([second?.restart(), third?.restart()])
    await cluster.leader()
  })
  expect(counts.get("Unavailable") ?? counts.get("Uncertain")).toBeGreaterThan(0)
  expect(afterwards).toBeGreaterThan(20)
})

test("a history that is compacted again and again disturbs nobody", async () => {
  const { counts } = await withClients("compacted", async () => {
    for (let turn = 0; turn < 15; turn++) {
      await first.admin.compact()
      await sleep(50)
    }
  })
  expect([...counts.keys()].sort()).toEqual(["allocated", "released"])
})
