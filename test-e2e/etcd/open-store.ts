/** Stores on servers of the tests. */
import type { Pool, Store } from "@cni-ipam/core"
import { explainDecodeError, explainStoreError, readPool } from "@cni-ipam/core"
import { etcdStore, nodePorts } from "@cni-ipam/store-etcd"
import type { EtcdServer } from "../servers/etcd-member.js"

export const transports = ["grpc", "gateway"] as const

/** Opens a store, or says why not. */
export const tryToOpen = async (options: object, node = "n1"): Promise<Store | string> => {
  const opened = await etcdStore(options, { node, warn: () => undefined }, nodePorts)()
  if (opened._tag === "Right") return opened.right
  return opened.left._tag === "Decode"
    ? explainDecodeError(opened.left)
    : explainStoreError(opened.left)
}

/** @param options as a configuration has them. */
export const openStore = async (options: object, node?: string): Promise<Store> => {
  const opened = await tryToOpen(options, node)
  if (typeof opened === "string") throw new Error(opened)
  return opened
}

/** What a client of the server needs: endpoint, certificates, user. */
export const accessTo = ({ url, credentials, root }: EtcdServer) => ({
  endpoints: url,
  ...(credentials && {
    certFile: credentials.certificate,
    keyFile: credentials.key,
    caFile: credentials.authority,
  }),
  ...(root && { username: root.name, password: root.password }),
})

/** The same in the words of the Go plugin, which knows no users. */
export const etcdConfigOf = ({ url, credentials }: Pick<EtcdServer, "url" | "credentials">) => ({
  etcdURL: url,
  ...(credentials && {
    etcdCertFile: credentials.certificate,
    etcdKeyFile: credentials.key,
    etcdTrustedCAFileFile: credentials.authority,
  }),
})

export const poolOf = (network: string, subnet: string): Pool => {
  const pool = readPool(network, [[{ subnet }]])
  if (pool._tag === "Left") throw new Error(`${subnet} makes no pool`)
  return pool.right
}
