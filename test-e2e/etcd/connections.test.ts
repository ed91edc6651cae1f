/** Answers that are lost, servers that are silent, and histories that are compacted. */
import type { Store } from "@cni-ipam/core"
import { allocate, leases } from "@cni-ipam/core"
import type { EtcdPorts } from "@cni-ipam/store-etcd"
import { etcdStore, grpc, nodePorts } from "@cni-ipam/store-etcd"
import { nodeHttp } from "@cni-ipam/store-kv"
import type * as TE from "fp-ts/lib/TaskEither.js"
import { afterAll, describe, expect, onTestFinished, test } from "vitest"
import { startEtcd } from "../servers/etcd-server.js"
import { startProxy } from "../servers/proxy.js"
import { openStore, poolOf, transports } from "./open-store.js"

const server = await startEtcd()
afterAll(server.release)

const proxied = async () => {
  const proxy = await startProxy(server.url)
  onTestFinished(proxy.stop)
  return proxy
}

const ownerOf = (containerId: string) => ({ containerId, ifname: "eth0" })

const heldIn = async (store: Store, network: string) => {
  const all = await leases(store)(network)()
  return all._tag === "Left" ? [] : all.right.leases.map(({ owner }) => owner.containerId)
}

test("a lost answer costs no lease and makes no second one", async () => {
  const proxy = await proxied()
  const store = await openStore({ endpoints: proxy.url, transport: "gateway", prefix: "/lost/" })
  const pool = poolOf("lan", "10.0.0.0/24")
  proxy.loseAnswers(2, ({ body }) => body.includes("request_put"))
  const made = await allocate(store)({ pool, owner: ownerOf("a") })()
  expect(made).toMatchObject({ right: [{}] })
  expect(await heldIn(store, "lan")).toEqual(["a"])
  proxy.loseAnswers(1, ({ body }) => body.includes("request_delete_range"))
  expect(await store.release({ network: "lan", owner: ownerOf("a") })()).toMatchObject({
    right: [{ owner: ownerOf("a") }],
  })
  expect(await heldIn(store, "lan")).toEqual([])
  await store.close()
})

describe.each(transports)("by %s", (transport) => {
  test("an allocation takes two round trips, and a release two; less for who goes on", async () => {
    const options = { endpoints: server.url, transport, prefix: `/two/${transport}/` }
    const [one, other] = [await openStore(options), await openStore(options)]
    const pool = poolOf("lan", "10.0.0.0/24")
    const cost = async (work: () => Promise<unknown>): Promise<number> => {
      const before = await transactions()
      await work()
      return (await transactions()) - before
    }
    const add = (store: Store, id: string) => () => allocate(store)({ pool, owner: ownerOf(id) })()
    const end = (store: Store, id: string) => () =>
      store.release({ network: "lan", owner: ownerOf(id) })()
    // Once a day a node looks for leases of plugins that keep no lists.
    expect(await cost(add(one, "first"))).toBe(3)
    expect(await cost(add(other, "a"))).toBe(2)
    expect(await cost(add(other, "b"))).toBe(1)
    expect(await cost(end(one, "a"))).toBe(2)
    expect(await cost(end(other, "b"))).toBe(1)
    await one.close()
    await other.close()
  })

  test("a silent server is left for another one before the time is up", async () => {
    const proxy = await proxied()
    await proxy.stall()
    const endpoints = [proxy.url, server.url]
    const store = await openStore({ endpoints, transport, timeout: 1500 })
    const start = performance.now()
    expect(await store.networks()).toMatchObject({ _tag: "Right" })
    expect(performance.now() - start).toBeLessThan(1000)
    // The next call begins with the server that answered.
    const again = performance.now()
    expect(await store.networks()).toMatchObject({ _tag: "Right" })
    expect(performance.now() - again).toBeLessThan(200)
    await store.close()
  })

  test("a silent server by itself is waited for until the time is up, and no longer", async () => {
    const proxy = await proxied()
    await proxy.stall()
    const store = await openStore({ endpoints: proxy.url, transport, timeout: 700 })
    const start = performance.now()
    expect(await store.networks()).toMatchObject({ left: { _tag: "Unavailable" } })
    expect(performance.now() - start).toBeLessThan(1000)
    await proxy.forward()
    expect(await store.networks()).toMatchObject({ _tag: "Right" })
    await store.close()
  })

  test("a listing whose state is compacted away meanwhile is made anew", async () => {
    const prefix = `/listed/${transport}/`
    await fill(`${prefix}lan/used/`, 4500)
    let harm: (() => Promise<unknown>) | undefined = async () => {
      harm = undefined
      await server.admin.put(`${prefix}lan/used/10.0.200.1`, "late")
      await server.admin.compact()
    }
    const opened = await etcdStore(
      { endpoints: server.url, transport, prefix },
      { node: "n1", warn: () => undefined },
      afterEachCall(() => harm?.()),
    )()
    if (opened._tag === "Left") throw new Error("it did not open")
    const held = await heldIn(opened.right, "lan")
    expect([held.length, new Set(held).size, held.includes("late")]).toEqual([4501, 4501, true])
    await opened.right.close()
  })
})

/** How many transactions the server has taken, by its own figures. */
const transactions = async (): Promise<number> => {
  const metrics = await (await fetch(`${server.metricsUrl}/metrics`)).text()
  const [, count] = /^grpc_server_started_total\{grpc_method="Txn".*\} (\d+)$/m.exec(metrics) ?? []
  return Number(count)
}

/** Old leases in large number, in transactions of as many as there may be. */
const fill = async (folder: string, count: number): Promise<void> => {
  const transport = grpc(server.url, undefined)
  for (let start = 0; start < count; start += 125) {
    const numbers = Array.from(
      { length: Math.min(125, count - start) },
      (_, index) => start + index,
    )
    const success = numbers.map((number) => ({
      _tag: "Put" as const,
      key: Buffer.from(`${folder}10.0.${Math.floor(number / 250)}.${number % 250}`),
      value: Buffer.from(`container-${number}`),
    }))
    const answer = await transport.txn({ compare: [], success, failure: [] }, 5000, undefined)()
    if (answer._tag === "Left") throw new Error(JSON.stringify(answer.left))
  }
  transport.close()
}

/** The ports of Node, with something that happens between an answer and its use. */
const afterEachCall = (then: () => Promise<unknown> | undefined): EtcdPorts => {
  const afterwards =
    <E, A>(call: TE.TaskEither<E, A>): TE.TaskEither<E, A> =>
    async () => {
      const answer = await call()
      await then()
      return answer
    }
  return {
    ...nodePorts,
    http: (request) => afterwards(nodeHttp(request)),
    grpc: (...how) => {
      const transport = grpc(...how)
      return {
        ...transport,
        txn: (...asked) => afterwards(transport.txn(...asked)),
      }
    },
  }
}
