/** Files, HTTP and gRPC of Node. What of Node they need is loaded when it is used. */
import { readFileSync } from "node:fs"
import { nodeHttp } from "@cni-ipam/store-kv"
import { tryCatch } from "fp-ts/lib/Either.js"
import { grpc } from "./grpc.js"
import type { EtcdPorts } from "./ports.js"

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

export const nodePorts: EtcdPorts = {
  readFile: (path) => tryCatch(() => readFileSync(path, "utf8"), reasonOf),
  http: nodeHttp,
  grpc,
}
