/** Opens stores on servers as a program does, by the clients that are npm packages. */
import type { Store, StoreDriver } from "@cni-ipam/core"
import { consulDriver } from "@cni-ipam/store-consul"
import { etcdDriver, nodePorts } from "@cni-ipam/store-etcd"

const drivers: Readonly<Record<string, StoreDriver>> = {
  consul: consulDriver({ readFile: () => ({ _tag: "Left", left: "no file" }), env: {} }),
  etcd: etcdDriver(nodePorts),
}

/** @param options as a configuration has them. */
export const openKvStore = async (kind: string, options: unknown, node: string): Promise<Store> => {
  const driver = drivers[kind]
  if (driver === undefined) throw new Error(`there is no store ${kind}`)
  const opened = await driver.open(options, { node, warn: () => undefined })()
  if (opened._tag === "Right") return opened.right
  throw new Error(`the store ${kind} does not open: ${JSON.stringify(opened.left)}`)
}
