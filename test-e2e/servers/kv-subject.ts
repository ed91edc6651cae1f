/**
 * The key-value servers that leases are kept on, as the tests of faults see them. A new kind of server
 * goes through all of them once it stands in this table and in that of kv-drivers.ts.
 */
import { startConsulCluster } from "./consul-cluster.js"
import { startConsul } from "./consul-server.js"
import { startEtcdCluster } from "./etcd-cluster.js"
import { startEtcd } from "./etcd-server.js"
import type { HostedServer } from "./hosted-server.js"
import { httpCall } from "./http-call.js"
import { textAt } from "./json-at.js"
import type { KeyValues } from "./key-values.js"

export interface KvServer extends HostedServer {
  readonly url: string
  readonly admin: KeyValues
}

export interface CountingServer extends KvServer {
  /** How many transactions that could change something there have been, refused ones too. */
  readonly changes: () => Promise<number>
}

export interface KvCluster {
  readonly servers: readonly KvServer[]
  readonly leader: () => Promise<KvServer>
  readonly release: () => Promise<void>
}

export interface KvSubject {
  /** Of the plugin, and of its store. */
  readonly name: "consul" | "etcd"
  /** One that keeps its data in memory, if it can. */
  readonly start: () => Promise<CountingServer>
  readonly startCluster: (size: number) => Promise<KvCluster>
  /** What a configuration says of the servers. */
  readonly options: (urls: readonly string[]) => Readonly<Record<string, unknown>>
  /** All keys begin so. */
  readonly root: string
  /** Each key in it ends with an address, and its value is JSON. */
  readonly leaseFolder: (network: string) => string
  /** Each key in it ends with a container and an interface. */
  readonly ownerFolder: (network: string) => string
}

/** What only reads does not go through Consul's log. */
const raftIndex = async (url: string): Promise<number> => {
  const { body } = await httpCall({ url: `${url}/v1/agent/self` })
  return Number(textAt(JSON.parse(body), "Stats", "raft", "last_log_index"))
}

/** What only reads is no proposal. */
const proposals = async (metricsUrl: string): Promise<number> => {
  const { body } = await httpCall({ url: `${metricsUrl}/metrics` })
  return Number(/^etcd_server_proposals_applied_total (\S+)$/m.exec(body)?.[1])
}

const consul: KvSubject = {
  name: "consul",
  start: async () => {
    const server = await startConsul()
    return { ...server, changes: () => raftIndex(server.url) }
  },
  startCluster: startConsulCluster,
  options: (urls) => ({ servers: urls }),
  root: "cni-ipam/",
  leaseFolder: (network) => `cni-ipam/${network}/`,
  ownerFolder: (network) => `cni-ipam/.cni-ipam/networks/${network}/owners/`,
}

const etcd: KvSubject = {
  name: "etcd",
  start: async () => {
    const server = await startEtcd()
    return { ...server, changes: () => proposals(server.metricsUrl) }
  },
  startCluster: startEtcdCluster,
  options: (urls) => ({ endpoints: urls.join(",") }),
  root: "/etcd-cni/networks/",
  leaseFolder: (network) => `/etcd-cni/networks/${network}/used/`,
  ownerFolder: (network) => `/etcd-cni/networks/.cni-ipam/networks/${network}/owners/`,
}

export const kvSubjects: readonly KvSubject[] = [consul, etcd]
