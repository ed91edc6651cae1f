/** Several drivers on one etcd, each with a NODE_ID of its own, asked as Docker asks. */
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"
import { jsonAt, textAt } from "../servers/json-at.js"
import { startDriver } from "./driver-process.js"
import { kontenaKeys } from "./kontena-keys.js"

const program = await builtPlugin("kontena-ipam")
const folder = await folderForFile()
const etcd = await startEtcd()
afterAll(etcd.release)

const nodes = await Promise.all(
  ["n1", "n2", "n3", "n4"].map(async (node) => {
    const env = { ETCD_ENDPOINT: etcd.url, NODE_ID: node }
    const driver = await startDriver({ program, folder: join(folder, node), env })
    afterAll(driver.kill)
    const requestPool = (network: string, more: object = {}) =>
      driver.ask("IpamDriver.RequestPool", {
        ...{ AddressSpace: "kontenalocal", Pool: "", SubPool: "", V6: false },
        ...{ Options: { network }, ...more },
      })
    return {
      node,
      requestPool,
      releasePool: (PoolID: string) => driver.ask("IpamDriver.ReleasePool", { PoolID }),
      requestAddress: (PoolID: string, Address = "") =>
        driver.ask("IpamDriver.RequestAddress", { PoolID, Address, Options: null }),
      releaseAddress: (PoolID: string, address: string) =>
        driver.ask("IpamDriver.ReleaseAddress", { PoolID, Address: address.replace(/\/.*/, "") }),
    }
  }),
)

const at = (index: number) => {
  const node = nodes[index % nodes.length]
  if (node === undefined) throw new Error("there are no nodes")
  return node
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index)

/** First and last address as numbers. */
const boundsOf = (subnet: string): readonly [number, number] => {
  const [address = "", length = ""] = subnet.split("/")
  const first = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0)
  return [first, first + 2 ** (32 - Number(length)) - 1]
}

const overlaps = (subnets: readonly string[]): readonly string[] =>
  subnets.filter((one, index) =>
    subnets.slice(index + 1).some((other) => {
      const [[a, b], [c, d]] = [boundsOf(one), boundsOf(other)]
      return a <= d && c <= b
    }),
  )

const isRefused = (answer: unknown): boolean => jsonAt(answer, "Error") !== undefined

describe("four drivers", () => {
  test("give a thousand addresses of one pool at once, none of them twice", async () => {
    for (const { requestPool } of nodes)
      expect(isRefused(await requestPool("big", { Pool: "10.90.0.0/21" }))).toBe(false)
    const answers = await Promise.all(
      numbered(1000).map((index) => at(index).requestAddress("big")),
    )
    const given = answers.map((answer) => textAt(answer, "Address"))
    expect(new Set(given).size).toBe(1000)
    const ended = await Promise.all(
      given.map((address, index) => at(index).releaseAddress("big", address)),
    )
    expect(ended.filter(isRefused)).toEqual([])
    for (const { releasePool } of nodes) await releasePool("big")
    expect(await kontenaKeys(etcd)).toEqual([])
  })

  test("reserve an --aux-address on one node, for all of them, until that gives it back", async () => {
    const [first, second] = [at(0), at(1)]
    for (const { requestPool } of [first, second])
      await requestPool("aux", { Pool: "10.90.0.0/29" })
    expect(isRefused(await first.requestAddress("aux", "10.90.0.2"))).toBe(false)
    expect(textAt(await second.requestAddress("aux", "10.90.0.2"), "Error")).toContain(
      "on node n1: choose another one, or none; an --aux-address is reserved by one node for all",
    )
    const other = textAt(await second.requestAddress("aux"), "Address")
    expect(other).toMatch(/^10\.90\.0\.[3-6]\/29$/)
    await second.releaseAddress("aux", other)
    await second.releasePool("aux")
    expect(await kontenaKeys(etcd)).toContain("addresses/aux/10.90.0.2")
    await first.releaseAddress("aux", "10.90.0.2")
    await first.releasePool("aux")
    expect(await kontenaKeys(etcd)).toEqual([])
  })

  test("that make one network at once share its pool", async () => {
    for (const round of numbered(10)) {
      const network = `shared${round}`
      const answers = await Promise.all(nodes.map(({ requestPool }) => requestPool(network)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(isRefused(answers[0])).toBe(false)
      await Promise.all(nodes.map(({ releasePool }) => releasePool(network)))
      expect(await kontenaKeys(etcd)).toEqual([])
    }
  })

  test("that make overlapping networks at once: one is made, and nothing leaks", async () => {
    for (const round of numbered(10)) {
      const answers = await Promise.all(
        nodes.map(({ node, requestPool }, index) =>
          // Each within the one before, at an address of its own.
          requestPool(`${node}-${round}`, {
            Pool: `10.91.${256 - (256 >> index)}.0/${16 + index}`,
          }),
        ),
      )
      expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(1)
      expect((await kontenaKeys(etcd)).map((key) => key.replace(/[/].*/, ""))).toEqual([
        ...["pool-nodes", "pools", "subnets", "subnets"],
      ])
      await Promise.all(nodes.map(({ node, releasePool }) => releasePool(`${node}-${round}`)))
      expect(await kontenaKeys(etcd)).toEqual([])
    }
  })

  test("that make and remove networks at once end with an empty store", async () => {
    await Promise.all(
      numbered(80).map(async (index) => {
        const network = `n${index % 7}`
        const answer = await at(index).requestPool(network)
        expect(isRefused(answer)).toBe(false)
        await at(index).requestAddress(network)
        await at(index).releasePool(network)
      }),
    )
    expect(await kontenaKeys(etcd)).toEqual([])
  })

  test("that make pools of any size at once never overlap, and use again what is given back", async () => {
    const supernets = ["10.80.0.0", "10.80.1.0", "10.80.2.0", "10.80.3.0"]
    let pools = new Map<string, { readonly subnet: string; readonly index: number }>()
    for (const round of numbered(12)) {
      const made = await Promise.all(
        numbered(12).map(async (index) => {
          const network = `r${round}-${index}`
          const length = 22 + ((index * 7 + round) % 8)
          const subnet = `${supernets[(index + round) % 4]}/${Math.max(length, 24)}`
          const answer = await at(index).requestPool(
            network,
            index % 2 === 0 ? {} : { Pool: subnet },
          )
          return isRefused(answer)
            ? []
            : [[network, { subnet: textAt(answer, "Pool"), index }] as const]
        }),
      )
      pools = new Map([...pools, ...made.flat()])
      const subnets = [...pools.values()].map(({ subnet }) => subnet)
      expect(overlaps(subnets), subnets.join(" ")).toEqual([])
      expect(made.flat().length).toBeGreaterThanOrEqual(6)
      const given = [...pools].filter((_, number) => (number + round) % 3 > 0)
      await Promise.all(given.map(([network, { index }]) => at(index).releasePool(network)))
      for (const [network] of given) pools.delete(network)
    }
    await Promise.all([...pools].map(([network, { index }]) => at(index).releasePool(network)))
    expect(await kontenaKeys(etcd)).toEqual([])
  })
})
