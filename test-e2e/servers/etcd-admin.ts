/** What tests do to etcd by themselves: look at keys, change them, forget history, add users. */
import { type EtcdAccess, type EtcdUser, etcdctl } from "./etcdctl.js"
import { arrayAt, jsonAt, textAt } from "./json-at.js"
import type { KeyValues } from "./key-values.js"

export interface EtcdAdmin extends KeyValues {
  /** Forgets all revisions before the current one, and returns that. */
  readonly compact: () => Promise<number>
  /** A user who may read and write the keys that begin so, and nothing else. */
  readonly addUser: (user: EtcdUser, prefix: string) => Promise<void>
}

// etcd leaves out what is empty.
const decode = (json: unknown, field: string): string =>
  jsonAt(json, field) === undefined ? "" : Buffer.from(textAt(json, field), "base64").toString()

export const etcdAdmin = (access: EtcdAccess): EtcdAdmin => {
  const run = (...command: readonly string[]) => etcdctl(access, ...command)

  // What follows `--` is no flag, however it begins.
  const read = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse(await run("get", ...args))

  const entries = async (...args: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const found = arrayAt(await read(...args), "kvs")
    return new Map(found.map((entry) => [decode(entry, "key"), decode(entry, "value")]))
  }

  return {
    put: async (key, value) => {
      await run("put", "--", key, value)
    },
    get: async (key) => (await entries("--", key)).get(key),
    remove: async (key) => {
      await run("del", "--", key)
    },
    list: (prefix) => entries("--prefix", "--", prefix),
    compact: async () => {
      const revision = Number(jsonAt(await read("any"), "header", "revision"))
      await run("compact", String(revision))
      return revision
    },
    addUser: async ({ name, password }, prefix) => {
      await run("role", "add", name)
      await run("role", "grant-permission", "--prefix", name, "readwrite", prefix)
      await run("user", "add", name, `--new-user-password=${password}`)
      await run("user", "grant-role", name, name)
    },
  }
}
