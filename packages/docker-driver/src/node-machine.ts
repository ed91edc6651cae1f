/** The machine as Node shows it, with the stores' clients for Node. */
import { readFileSync, writeSync } from "node:fs"
import { hostname } from "node:os"
import { tryCatch } from "fp-ts/lib/Either.js"
import { kontenaLayout } from "./kontena-layout.js"
import type { Machine } from "./serve-driver.js"
import type { Stores } from "./settings.js"
import { stopSignal } from "./stop-signal.js"

const standardOutput = 1
const standardError = 2

const stores: Stores = {
  etcd: async () => {
    const { etcdDriver, nodePorts } = await import("@cni-ipam/store-etcd")
    return etcdDriver(nodePorts, kontenaLayout)
  },
  consul: async () => {
    const { consulDriver, httpConsul } = await import("@cni-ipam/store-consul")
    const { nodeHttp } = await import("@cni-ipam/store-kv")
    return consulDriver({
      env: process.env,
      readFile: (path) => tryCatch(() => readFileSync(path, "utf8"), String),
      connect: httpConsul(nodeHttp),
    })
  },
  disk: async () => {
    const { diskDriver, nodeFileSystem } = await import("@cni-ipam/store-disk")
    return diskDriver(nodeFileSystem())
  },
}

export const nodeMachine = (): Machine => ({
  env: process.env,
  words: process.argv.slice(2),
  hostname: hostname(),
  print: (line) => writeSync(standardOutput, line),
  printError: (line) => writeSync(standardError, line),
  stores,
  stopped: stopSignal(),
})
