import type { Owner, Store } from "@cni-ipam/core"
import { isLeft, isRight } from "fp-ts/lib/Either.js"
import { expect } from "vitest"
import { plainNetwork } from "../plain-network.js"
import { details, eth0, ip, poolOf } from "../samples.js"
import type { Topic } from "../topic.js"

const wide = poolOf("lan", [{ subnet: "10.0.0.0/24" }])

/** All of them hold an address at once, and each one releases its own only. */
const keepApart = async (store: Store, owners: readonly Owner[]): Promise<void> => {
  const net = plainNetwork(store, wide)
  const addressOf = (index: number): string => `10.0.0.${index + 2}`
  for (const [index, owner] of owners.entries()) await net.take(owner, addressOf(index))
  for (const [index, owner] of owners.entries())
    expect(await net.held(owner)).toEqual([addressOf(index)])
  for (const [index, owner] of owners.entries())
    expect(await net.release(owner)).toEqual([addressOf(index)])
  expect(await net.leases()).toEqual([])
}

/** Interface names that Linux and CNI allow. */
const oddInterfaces = ["eth0", "ETH0", "eth%0", "%2e", "äöü", "网卡", "eth0.100", "a@b", "-", "…"]

/** What no runtime calls a container, but a program of your own might. */
const unlikely = ["..", ".", "../lan", "/etc/passwd", "a b", "%2e%2e", "a\\b", "-rf", "*", "名前"]

export const owners: Topic = {
  title: "owners",
  promises: {
    "may have container ids of 255 characters that differ in the last one": async (store) => {
      const id = (last: string): string => `${"c".repeat(254)}${last}`
      await keepApart(store, [eth0(id("1")), eth0(id("2")), eth0("c".repeat(254))])
    },

    "may have every id that CNI allows, and case counts": async (store) => {
      const ids = ["abc", "ABC", "Abc", "a", "a.b", "a..b", "a...", "a-", "a_", "0", "00"]
      await keepApart(store, ids.map(eth0))
    },

    "may have ids that look like something else": async (store) => {
      const ids = ["10.0.0.2", "lock", "last_reserved_ip.0", "10.0.0.2.tmp", "null", "constructor"]
      await keepApart(store, ids.map(eth0))
    },

    "may have every interface name that Linux allows": async (store) => {
      await keepApart(
        store,
        oddInterfaces.map((ifname) => ({ containerId: "c1", ifname })),
      )
    },

    "are told apart where id and interface run together alike": async (store) => {
      await keepApart(store, [
        { containerId: "a", ifname: "b.c" },
        { containerId: "a.b", ifname: "c" },
        { containerId: "a", ifname: "b-c" },
        { containerId: "a-b", ifname: "c" },
        { containerId: "a", ifname: "b_c" },
        { containerId: "a_b", ifname: "c" },
        { containerId: "a", ifname: "bc" },
        { containerId: "ab", ifname: "c" },
      ])
    },

    "that a store cannot hold are refused by name, and all others are told apart": async (
      store,
    ) => {
      const net = plainNetwork(store, wide)
      const held: Owner[] = []
      for (const [index, owner] of unlikely.map(eth0).entries()) {
        const before = await net.leases()
        const view = await store.view({ network: "lan", owner, rangeSets: [] })()
        const revision = isLeft(view) ? "" : view.right.revision
        const wanted = [{ rangeSet: "0", address: ip(`10.0.0.${index + 100}`) }]
        const outcome = await store.reserve({ network: "lan", owner, revision, wanted, details })()
        if (isRight(outcome)) held.push(owner)
        else expect(outcome.left).toMatchObject({ _tag: "BadName" })
        expect(await net.leases()).toHaveLength(before.length + (isRight(outcome) ? 1 : 0))
      }
      for (const owner of held) expect(await net.release(owner)).toHaveLength(1)
      expect(await net.leases()).toEqual([])
    },
  },
}
