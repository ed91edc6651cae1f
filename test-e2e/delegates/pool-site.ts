/** Pools in a Consul of the tests, and plugins that lease from them. */
import { type Answer, addressesIn, type Fields, network } from "../consul/network.js"
import { parseObject } from "../host-local/json.js"
import type { KeyValues } from "../servers/key-values.js"

export interface PoolSite {
  /** Sets what `ipam/<pool>` holds: JSON, or a text as it stands. */
  readonly define: (pool: string, ranges: unknown) => Promise<void>
  /** The pool's leases: the object under each address. */
  readonly leases: (pool: string) => Promise<Readonly<Record<string, Fields>>>
  /** Whose they are: the target under each address. */
  readonly holders: (pool: string) => Promise<Fields>
  /** Writes a lease as the first ipam-da-consul does. */
  readonly putOld: (pool: string, address: string, target: string) => Promise<void>
  /** ipam-da-consul by itself, for pools that somebody else has selected. */
  readonly ask: (
    command: string,
    containerId: string | undefined,
    pools: unknown,
    more?: {
      readonly fields?: Fields
      readonly ipam?: Fields
      readonly ifname?: string
      /** CNI_ARGS. */
      readonly args?: string
    },
  ) => Promise<Answer>
  /** The first address that it gives, without the prefix length; or the code of its error. */
  readonly get: (containerId: string, ...pools: readonly Fields[]) => Promise<unknown>
}

/** @param bin a folder with ipam-da-consul */
export const poolSite = (
  bin: string,
  { url, admin }: { readonly url: string; readonly admin: KeyValues },
  config: { readonly name?: string; readonly ipam?: Fields } = {},
): PoolSite => {
  const call = network(bin, {
    name: config.name ?? "lan",
    ipam: { type: "ipam-da-consul", consul_servers: [url], node: "n1", ...config.ipam },
  })
  const leases = async (pool: string) =>
    Object.fromEntries(
      [...(await admin.list(`ipam/${pool}/`))].map(([key, value]) => [
        key.slice(`ipam/${pool}/`.length),
        parseObject(value),
      ]),
    )
  const ask: PoolSite["ask"] = (command, containerId, pools, { fields = {}, ...more } = {}) => {
    const previous = fields["prevResult"]
    const prevResult = { ...(typeof previous === "object" ? previous : {}), pools }
    return call(command, containerId, { ...more, fields: { ...fields, prevResult } })
  }
  return {
    define: (pool, ranges) =>
      admin.put(`ipam/${pool}`, typeof ranges === "string" ? ranges : JSON.stringify(ranges)),
    leases,
    holders: async (pool) =>
      Object.fromEntries(
        Object.entries(await leases(pool)).map(([address, { target }]) => [address, target]),
      ),
    putOld: (pool, address, target) =>
      admin.put(`ipam/${pool}/${address}`, JSON.stringify({ target })),
    ask,
    get: async (containerId, ...pools) => {
      const { answer } = await ask("ADD", containerId, pools)
      return addressesIn(answer)[0]?.replace(/\/.*/, "") ?? answer["code"]
    },
  }
}
