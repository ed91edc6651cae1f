/** The configuration file of a Consul agent, cut down to what starts quickly. */
import type { Credentials } from "./certificates.js"

export interface ConsulPorts {
  readonly api: number
  readonly rpc: number
  readonly gossip: number
}

export interface ConsulConfig {
  readonly address: string
  readonly ports: ConsulPorts
  readonly dataFolder: string
  /** Every operation needs a token, and this one may do everything. */
  readonly token: string | undefined
  /** The API is https only, and asks for a certificate of the same authority. */
  readonly credentials: Credentials | undefined
  /** Where the gossip of all servers of the cluster is heard; a server without is one by itself. */
  readonly cluster: readonly string[]
}

const acl = (token: string | undefined) =>
  token === undefined
    ? {}
    : { acl: { enabled: true, default_policy: "deny", tokens: { master: token } } }

const tls = (credentials: Credentials | undefined) =>
  credentials === undefined
    ? {}
    : {
        ca_file: credentials.authority,
        cert_file: credentials.certificate,
        key_file: credentials.key,
        verify_incoming: true,
        verify_outgoing: true,
      }

const apiPorts = (config: ConsulConfig) =>
  config.credentials === undefined
    ? { http: config.ports.api, https: -1 }
    : { http: -1, https: config.ports.api }

const membership = (cluster: readonly string[]) =>
  cluster.length === 0
    ? { bootstrap: true }
    : { bootstrap_expect: cluster.length, retry_join: cluster, retry_interval: "200ms" }

export const consulConfig = (config: ConsulConfig): string =>
  JSON.stringify({
    server: true,
    node_name: config.address,
    bind_addr: config.address,
    client_addr: config.address,
    data_dir: config.dataFolder,
    ports: {
      ...apiPorts(config),
      server: config.ports.rpc,
      serf_lan: config.ports.gossip,
      serf_wan: -1,
      dns: -1,
      grpc: -1,
    },
    // Raft's own timing and not five times slower. Lower than this it cannot be set.
    performance: { raft_multiplier: 1 },
    gossip_lan: { gossip_interval: "50ms", probe_interval: "200ms", probe_timeout: "100ms" },
    connect: { enabled: false },
    disable_update_check: true,
    log_level: "INFO",
    ...membership(config.cluster),
    ...acl(config.token),
    ...tls(config.credentials),
  })
