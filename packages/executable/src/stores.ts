/** Every store by its name in the configuration. Those of servers are loaded when they are chosen. */
import type { StorePlugin } from "@cni-ipam/cni"
import type { StoreDriver } from "@cni-ipam/core"
import { diskDriver, fileSystemOf } from "@cni-ipam/store-disk"
import { libcCalls } from "./libc-calls.js"
import { flockWithin } from "./libc-lock.js"

const onServer = (load: () => Promise<StoreDriver>): StoreDriver => ({
  keepsDefinitions: true,
  open: (options, context) => async () => (await load()).open(options, context)(),
})

export const stores: StorePlugin["stores"] = {
  disk: diskDriver(fileSystemOf(libcCalls, flockWithin)),
  etcd: onServer(async () => (await import("./etcd-driver.js")).etcd),
  consul: onServer(async () => (await import("./consul-driver.js")).consul),
}
