/** Consul inside a network namespace, where the programs of that namespace reach it. */
import { onTestFinished } from "vitest"
import type { Namespace } from "../plugin/namespaces.js"
import { startServer } from "../servers/server-process.js"
import { tool } from "../tools/debian.js"

export interface NamespacedConsul {
  readonly url: string
  readonly put: (key: string, value: string) => Promise<void>
  /** The keys that begin so. */
  readonly keys: (prefix: string) => Promise<readonly string[]>
}

/** To be called inside a test. */
export const consulInNamespace = async (namespace: Namespace): Promise<NamespacedConsul> => {
  const consul = await tool("consul")
  const kv = (...args: readonly string[]) => namespace.run(consul, "kv", ...args)
  const flags = ["agent", "-dev", "-bind=127.0.0.1", "-client=127.0.0.1", "-log-level=warn"]
  const server = await startServer({
    name: "Consul in a namespace",
    command: [...namespace.through, consul, ...flags],
    isReady: async () => (await kv("put", "ready", "yes")) !== undefined,
  })
  onTestFinished(server.kill)
  return {
    url: "http://127.0.0.1:8500",
    put: async (key, value) => {
      await kv("put", key, value)
    },
    keys: async (prefix) =>
      ((await kv("get", "-keys", "-recurse", prefix)) ?? "")
        .split("\n")
        .filter((key) => key !== ""),
  }
}
