/** One Consul server on a loopback host of its own, by itself or of a cluster. */
import { randomUUID } from "node:crypto"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { tool } from "../tools/debian.js"
import type { Authority, Credentials } from "./certificates.js"
import { type ConsulAdmin, consulAdmin } from "./consul-admin.js"
import { type ConsulPorts, consulConfig } from "./consul-config.js"
import { freePorts } from "./free-ports.js"
import { type HostedServer, startHosted } from "./hosted-server.js"
import { httpCall } from "./http-call.js"
import { claimHost, type LoopbackHost } from "./loopback-host.js"

export interface ConsulSecurity {
  /** Every operation needs a token. */
  readonly acl?: boolean
  /** The API is https, and clients need a certificate of this authority. */
  readonly tls?: Authority
  /** The server's own certificate is out of date. */
  readonly expired?: boolean
}

export interface ConsulServer extends HostedServer {
  readonly url: string
  /** By which the servers of a cluster know it. */
  readonly rpcAddress: string
  readonly admin: ConsulAdmin
  /** May do everything; undefined without `acl`. */
  readonly token: string | undefined
  /** Of a client that may come in; undefined without `tls`. */
  readonly credentials: Credentials | undefined
}

export interface ConsulPlace {
  readonly host: LoopbackHost
  readonly ports: ConsulPorts
}

interface Member extends ConsulPlace {
  readonly token: string | undefined
  /** Where the gossip of all servers of the cluster is heard; a server without is one by itself. */
  readonly cluster: readonly string[]
  /** What a server answers, the status and the text, once it is ready. */
  readonly readyPath: string
  readonly flags: readonly string[]
}

export const newToken = ({ acl }: ConsulSecurity) => (acl === true ? randomUUID() : undefined)

export const claimPlace = async (): Promise<ConsulPlace> => {
  const host = await claimHost()
  const [api = 0, rpc = 0, gossip = 0] = await freePorts(host.address, 3)
  return { host, ports: { api, rpc, gossip } }
}

export const startMember = async (
  { host, ports, token, cluster, readyPath, flags }: Member,
  { tls, expired = false }: ConsulSecurity,
): Promise<ConsulServer> => {
  const { address, folder } = host
  const own = await tls?.server({ name: `server-${address}`, expired }, [address])
  const credentials = await tls?.client({ name: `client-${address}` })
  const url = `${tls === undefined ? "http" : "https"}://${address}:${ports.api}`
  const configFile = join(folder, "consul.json")
  const dataFolder = join(folder, "data")
  const config = { address, ports, dataFolder, token, credentials: own, cluster }
  await writeFile(configFile, consulConfig(config))
  const headers = token === undefined ? {} : { "X-Consul-Token": token }
  const server = await startHosted(host, {
    name: `Consul at ${url}`,
    command: [await tool("consul"), "agent", "-config-file", configFile, ...flags],
    isReady: async () => {
      const call = { url: `${url}${readyPath}`, headers, credentials, anyServer: expired }
      const { status } = await httpCall(call)
      return status === 200 || status === 404
    },
  })
  const admin = consulAdmin({ url, token, credentials, anyServer: expired })
  const rpcAddress = `${address}:${ports.rpc}`
  return { ...server, url, rpcAddress, admin, token, credentials }
}
