/** The commands of the plugin on pools in memory. */
import { type CniVersion, memoryIo, type PluginError } from "@cni-ipam/cni"
import { deadlineIn, kvStore } from "@cni-ipam/store-kv"
import type { Either } from "fp-ts/lib/Either.js"
import { poolLayout } from "../pool-layout.js"
import type { Command } from "../with-pools.js"
import type { MemoryKv } from "./memory-kv.js"

interface Call {
  readonly containerId?: string
  readonly network?: string
  readonly node?: string
  readonly version?: CniVersion
  /** `CNI_ARGS`. */
  readonly args?: string
  /** `prevResult.pools`. */
  readonly pools?: unknown
  readonly input?: object
  readonly warnings?: string[]
}

const environment = { netns: "", ifname: "eth0", args: "", netnsOverride: false }
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

/** @returns what is printed, or why nothing is. */
export const callOn = (
  { kv }: MemoryKv,
  command: Command,
  call: Call = {},
): Promise<Either<PluginError, string>> => {
  const { containerId = "c1", network = "lan", node = "n1", pools, input, warnings = [] } = call
  const { version = "1.1.0", args = "" } = call
  const warn = (sentence: string): void => {
    warnings.push(sentence)
  }
  const open = (connection: typeof kv) =>
    kvStore(connection, poolLayout, { timeout: 5000 }, { node, warn, forOneCommand: true })
  return command({
    invocation: {
      plugin: { name: "ipam-da-consul", version: "1.2.3" },
      io: memoryIo(),
      log: { ...silent, warn },
      request: {
        command: "ADD",
        environment: { ...environment, containerId, args },
        version,
        network,
        input: { prevResult: { pools }, ...input },
      },
    },
    pools: { kv, store: open(kv), storeOver: open, until: deadlineIn(5000) },
    node,
    network,
    owner: { containerId, ifname: "eth0" },
  })()
}

/** The first address of a result, or the code of an error. */
export const outcomeOf = (outcome: Either<PluginError, string>): unknown => {
  if (outcome._tag === "Left") return "code" in outcome.left ? outcome.left.code : outcome.left._tag
  return /"address": "([^/"]*)/.exec(outcome.right)?.[1] ?? outcome.right
}
