/** One etcd server on a loopback host of its own, by itself or of a cluster. */
import { type ToolName, tool } from "../tools/debian.js"
import type { Authority, Credentials } from "./certificates.js"
import { type EtcdAdmin, etcdAdmin } from "./etcd-admin.js"
import { type EtcdPorts, etcdFlags } from "./etcd-flags.js"
import { type EtcdAccess, type EtcdUser, etcdctl } from "./etcdctl.js"
import { freePorts } from "./free-ports.js"
import { type HostedServer, startHosted } from "./hosted-server.js"
import { httpCall } from "./http-call.js"
import { claimHost, type LoopbackHost } from "./loopback-host.js"

export interface EtcdOptions {
  /** 3.5 unless told. */
  readonly version?: "3.4" | "3.5"
  /** Clients need a certificate of this authority, and so do the servers of a cluster. */
  readonly tls?: Authority
  /** The server's own certificate is out of date. */
  readonly expired?: boolean
  /** Every operation needs a user. */
  readonly auth?: boolean
  /** Seconds that a user's token is good for after its last use, 300 unless told. */
  readonly tokenTtl?: number
  /** Whether there is a JSON gateway beside gRPC, as there is unless told. */
  readonly gateway?: boolean
}

export interface EtcdServer extends HostedServer {
  readonly url: string
  /** The server's own figures, always without TLS and for everybody. */
  readonly metricsUrl: string
  readonly admin: EtcdAdmin
  /** May do everything; undefined without `auth`. */
  readonly root: EtcdUser | undefined
  /** Of a client that may come in; undefined without `tls`. */
  readonly credentials: Credentials | undefined
}

export interface EtcdPlace {
  readonly host: LoopbackHost
  readonly ports: EtcdPorts
}

const programs = { "3.4": "etcd-3.4", "3.5": "etcd" } as const satisfies Record<string, ToolName>
const rootUser: EtcdUser = { name: "root", password: "secret of root" }

export const claimPlace = async (): Promise<EtcdPlace> => {
  const host = await claimHost()
  const [client = 0, peer = 0, metrics = 0] = await freePorts(host.address, 3)
  return { host, ports: { client, peer, metrics } }
}

/** Ready when it runs, which is before there is a leader. */
export const startMember = async (
  { host, ports }: EtcdPlace,
  places: readonly EtcdPlace[],
  options: EtcdOptions,
): Promise<EtcdServer> => {
  const { version = "3.5", tls, expired = false, auth = false, tokenTtl = 300 } = options
  const { address, folder } = host
  const own = await tls?.server({ name: `server-${address}`, expired }, [address])
  // With users, the JSON gateway refuses clients that bring a CN.
  const credentials = await tls?.client({ name: `client-${address}`, anonymous: true })
  const url = `${tls === undefined ? "http" : "https"}://${address}:${ports.client}`
  const metricsUrl = `http://${address}:${ports.metrics}`
  const cluster = places.map((one) => ({ address: one.host.address, peer: one.ports.peer }))
  const flags = etcdFlags({
    ...{ address, ports, folder, credentials: own, tokenTtl, cluster },
    gateway: options.gateway ?? true,
  })
  const server = await startHosted(host, {
    name: `etcd ${version} at ${url}`,
    command: [await tool(programs[version]), ...flags],
    isReady: async () => (await httpCall({ url: `${metricsUrl}/metrics` })).status === 200,
  })
  const root = auth ? rootUser : undefined
  const admin = etcdAdmin({ urls: [url], credentials, anyServer: expired, user: root })
  return { ...server, url, metricsUrl, admin, root, credentials }
}

/** Whether the server has a leader and takes clients. */
export const isServing = async ({ url, metricsUrl, credentials }: EtcdServer): Promise<boolean> => {
  const timeout = 500
  const health = await httpCall({ url: `${metricsUrl}/health`, timeout })
  const version = { url: `${url}/version`, credentials, anyServer: true, timeout }
  return health.status === 200 && (await httpCall(version)).status === 200
}

/** Makes the server ask for users from now on, if it is meant to. */
export const requireUsers = async ({ url, root, credentials }: EtcdServer): Promise<void> => {
  if (root === undefined) return
  const access: EtcdAccess = { urls: [url], credentials, anyServer: true, user: undefined }
  await etcdctl(access, "user", "add", root.name, `--new-user-password=${root.password}`)
  await etcdctl(access, "user", "grant-role", root.name, "root")
  await etcdctl(access, "auth", "enable")
}
