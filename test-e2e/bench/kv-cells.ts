/** The servers on which our plugins are measured beside our `host-local`, and the targets there. */
import { type Authority, makeAuthority } from "../servers/certificates.js"
import { startConsul } from "../servers/consul-server.js"
import type { EtcdServer } from "../servers/etcd-member.js"
import { startEtcd } from "../servers/etcd-server.js"
import type { KeyValues } from "../servers/key-values.js"

export type KvPlace = {
  readonly url: string
  /** What a configuration says of the server. */
  readonly options: Readonly<Record<string, unknown>>
  /** The same for a store in this program. Bun, which runs it, does no gRPC to an address with TLS. */
  readonly seedOptions: Readonly<Record<string, unknown>>
  readonly admin: KeyValues
  readonly release: () => Promise<void>
}

export type KvCell = {
  readonly name: string
  /** Of the plugin and of its store. */
  readonly plugin: "consul" | "etcd"
  /** @param folder for what the server and its clients need. */
  readonly start: (folder: string) => Promise<KvPlace>
  readonly leaseFolder: (network: string) => string
  /** That are there before, in one of the two networks that are measured. */
  readonly leases: number
  readonly rounds: number
  /** Whether a program is measured there too. */
  readonly hasRates: boolean
  /** How many times as long as `host-local` a command may take. */
  readonly limit: number
  /** How many times as long as in an empty network. */
  readonly growthLimit: number
}

const startPlainConsul = async (): Promise<KvPlace> => {
  const { url, admin, release } = await startConsul()
  const options = { servers: [url] }
  return { url, options, seedOptions: options, admin, release }
}

const etcdPlace = ({ url, admin, release, credentials }: EtcdServer): KvPlace => {
  const options = {
    endpoints: url,
    ...(credentials && {
      caFile: credentials.authority,
      certFile: credentials.certificate,
      keyFile: credentials.key,
    }),
  }
  return { url, options, seedOptions: { ...options, transport: "gateway" }, admin, release }
}

const startPlainEtcd = async (): Promise<KvPlace> => etcdPlace(await startEtcd())

const startSecureEtcd = async (folder: string): Promise<KvPlace> => {
  const tls: Authority = await makeAuthority(folder, "bench")
  return etcdPlace(await startEtcd({ tls }))
}

const etcdLeases = (network: string) => `/etcd-cni/networks/${network}/used/`

const rounds = 150

export const kvCells: readonly KvCell[] = [
  {
    name: "Consul",
    plugin: "consul",
    start: startPlainConsul,
    leaseFolder: (network) => `cni-ipam/${network}/`,
    leases: 10_000,
    rounds,
    hasRates: true,
    limit: 2.5,
    growthLimit: 1.3,
  },
  {
    name: "etcd",
    plugin: "etcd",
    start: startPlainEtcd,
    leaseFolder: etcdLeases,
    leases: 60_000,
    rounds,
    hasRates: true,
    limit: 2.5,
    growthLimit: 1.3,
  },
  {
    name: "etcd with mutual TLS",
    plugin: "etcd",
    start: startSecureEtcd,
    leaseFolder: etcdLeases,
    leases: 60_000,
    rounds,
    hasRates: false,
    limit: 3.5,
    growthLimit: 1.3,
  },
]
