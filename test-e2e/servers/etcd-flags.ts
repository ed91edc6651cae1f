/** The command line of an etcd server, set up to start and to elect quickly. */
import { join } from "node:path"
import type { Credentials } from "./certificates.js"

export interface EtcdPorts {
  readonly client: number
  readonly peer: number
  readonly metrics: number
}

export interface EtcdFlags {
  readonly address: string
  readonly ports: EtcdPorts
  readonly folder: string
  /** Clients and other servers need a certificate of the same authority. */
  readonly credentials: Credentials | undefined
  /** The JSON gateway beside gRPC. */
  readonly gateway: boolean
  /** Seconds that a token is good for after its last use. */
  readonly tokenTtl: number
  /** All servers, this one among them. */
  readonly cluster: readonly { readonly address: string; readonly peer: number }[]
}

const tlsFlags = (prefix: string, { authority, certificate, key }: Credentials) => [
  `--${prefix}trusted-ca-file=${authority}`,
  `--${prefix}cert-file=${certificate}`,
  `--${prefix}key-file=${key}`,
  `--${prefix}client-cert-auth`,
]

// A server by itself always wins, so the sooner it stands for election the better. In a cluster on
// a busy machine, a leader that is only late must not be taken for a dead one.
const timing = (size: number): readonly string[] =>
  size === 1
    ? ["--heartbeat-interval=10", "--election-timeout=100"]
    : ["--heartbeat-interval=50", "--election-timeout=500"]

export const etcdFlags = (flags: EtcdFlags): readonly string[] => {
  const { address, ports, folder, credentials } = flags
  const scheme = credentials === undefined ? "http" : "https"
  const clientUrl = `${scheme}://${address}:${ports.client}`
  const peerUrl = `${scheme}://${address}:${ports.peer}`
  const cluster = flags.cluster.map(
    (one) => `${one.address}=${scheme}://${one.address}:${one.peer}`,
  )
  return [
    `--name=${address}`,
    `--data-dir=${join(folder, "data")}`,
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=${cluster.join(",")}`,
    `--listen-metrics-urls=http://${address}:${ports.metrics}`,
    `--enable-grpc-gateway=${flags.gateway}`,
    "--auth-token=simple",
    `--auth-token-ttl=${flags.tokenTtl}`,
    // 3.4 has these too, though its help does not say so of the first.
    "--unsafe-no-fsync",
    "--bcrypt-cost=4",
    ...timing(cluster.length),
    "--logger=zap",
    ...(credentials === undefined ? [] : tlsFlags("", credentials)),
    ...(credentials === undefined ? [] : tlsFlags("peer-", credentials)),
  ]
}
