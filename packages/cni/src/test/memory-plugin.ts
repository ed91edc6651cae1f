/** A whole plugin over a store in memory, to be called as a runtime calls it. */
import type { Store } from "@cni-ipam/core"
import { defineStore, memoryStore } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { MemoryIoOptions } from "../memory-io.js"
import { memoryIo } from "../memory-io.js"
import type { Plugin, StorePlugin } from "../plugin.js"
import { runPlugin } from "../run-plugin.js"

export const memoryPlugin = (store: Store = memoryStore()): StorePlugin => ({
  name: "host-local",
  version: "1.2.3",
  defaultStore: "disk",
  stores: { disk: defineStore({}, () => TE.right(store)) },
})

/** A configuration with one range set, 10.0.0.0/29: 10.0.0.2 to 10.0.0.6 are to be had. */
export const config = (fields: object = {}, ipam: object = {}) => ({
  cniVersion: "1.1.0",
  name: "lan",
  ipam: { type: "host-local", ranges: [[{ subnet: "10.0.0.0/29" }]], ...ipam },
  ...fields,
})

/** Runs the plugin once, for container `c1` and its `eth0` unless `options.env` says otherwise. */
export const call = async (
  plugin: Plugin,
  command: string,
  input: object | string,
  options: MemoryIoOptions = {},
) => {
  const io = memoryIo({
    ...options,
    env: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: "c1",
      CNI_NETNS: "/run/netns/c1",
      CNI_IFNAME: "eth0",
      CNI_PATH: "/opt/cni/bin",
      ...options.env,
    },
    input: typeof input === "string" ? input : JSON.stringify(input),
  })
  const exitCode = await runPlugin(plugin, io)
  const output = io.output()
  return { exitCode, output, errors: io.errors(), files: io.files, answer: parsed(output) }
}

const parsed = (output: string): unknown => {
  try {
    return JSON.parse(output)
  } catch {
    return undefined
  }
}
