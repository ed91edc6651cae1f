/** Every store by its name in the configuration. */
import type { Plugin } from "@cni-ipam/cni"
import { diskDriver, fileSystemOf } from "@cni-ipam/store-disk"
import { libcCalls } from "./libc-calls.js"

export const stores: Plugin["stores"] = {
  disk: diskDriver(fileSystemOf(libcCalls)),
}
