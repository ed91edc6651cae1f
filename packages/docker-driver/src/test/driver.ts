/** Drivers of several nodes on one store, spoken to as Docker does. */
import type { Store } from "@cni-ipam/core"
import { formatAddress, leases } from "@cni-ipam/core"
import { explainDriverError } from "../driver-error.js"
import type { DriverSettings, Endpoint } from "../ipam-driver.js"
import { ipamDriver } from "../ipam-driver.js"
import { cidr } from "./cidr.js"

export const supernets = {
  4: { block: cidr("10.80.0.0/12"), length: 24 },
  6: { block: cidr("fd80::/48"), length: 64 },
}

const gatewayOptions = { RequestAddressType: "com.docker.network.gateway" }

type Given = Readonly<Record<string, unknown>>

export interface TestDriver {
  readonly ask: (endpoint: Endpoint, body?: unknown) => Promise<object>
  readonly activate: () => Promise<object>
  readonly pool: (network: string, more?: Given) => Promise<object>
  readonly releasePool: (id: string) => Promise<object>
  /** The address that it gave, or its error. */
  readonly address: (pool: string, address?: string, options?: Given) => Promise<string>
  readonly gateway: (pool: string, address: string) => Promise<string>
  readonly release: (pool: string, address: string) => Promise<object>
}

const textOf = (answer: object): string =>
  "Address" in answer ? `${answer.Address}` : "Error" in answer ? `${answer.Error}` : "nothing"

/** @param now milliseconds since 1970. */
export const testDriver = (
  store: Store,
  node = "n1",
  now = Date.now,
  places: DriverSettings["supernets"] = supernets,
): TestDriver => {
  const driver = ipamDriver(store, { node, supernets: places, now, uptime: now })
  const ask: TestDriver["ask"] = async (endpoint, body = "") => {
    const text = typeof body === "string" ? body : JSON.stringify(body)
    const result = await driver.answers[endpoint](text)()
    return result._tag === "Right" ? result.right : { Error: explainDriverError(result.left) }
  }
  const address: TestDriver["address"] = async (PoolID, Address = "", Options) =>
    textOf(await ask("IpamDriver.RequestAddress", { PoolID, Address, Options: Options ?? null }))
  return {
    ask,
    activate: () => ask("Plugin.Activate"),
    pool: (network, more = {}) =>
      ask("IpamDriver.RequestPool", {
        ...{ AddressSpace: "kontenalocal", Pool: "", SubPool: "", V6: false },
        ...{ Options: { network }, ...more },
      }),
    releasePool: (PoolID) => ask("IpamDriver.ReleasePool", { PoolID }),
    address,
    gateway: (pool, text) => address(pool, text, gatewayOptions),
    release: (PoolID, Address) => ask("IpamDriver.ReleaseAddress", { PoolID, Address }),
  }
}

const documentsIn = async (
  store: Store,
  ...folder: readonly string[]
): Promise<readonly string[]> => {
  const found = await store.documents.list(folder)()
  if (found._tag === "Left") throw new Error("cannot list")
  return found.right.map(({ key }) => key.join("/"))
}

/** What is in the store: documents of pools, subnets and users of `a` and `b`, and leases. */
export const contentOf = async (store: Store): Promise<readonly string[]> => {
  const networks = await store.networks()
  const held: string[] = []
  for (const network of networks._tag === "Right" ? networks.right : []) {
    const found = await leases(store)(network)()
    if (found._tag === "Right")
      held.push(...found.right.leases.map((one) => `${network} ${formatAddress(one.address)}`))
  }
  const folders = [["pools"], ["subnets"], ["pool-nodes", "a"], ["pool-nodes", "b"]]
  const documents: string[] = []
  for (const folder of folders) documents.push(...(await documentsIn(store, ...folder)))
  return [...documents, ...held]
}
