/** Consul's keys in memory, as far as pools need it. */
import type { Kv, KvEntry, Step } from "@cni-ipam/store-kv"
import { absent } from "@cni-ipam/store-kv"
import * as TE from "fp-ts/lib/TaskEither.js"

export interface MemoryKv {
  readonly kv: Kv
  readonly put: (key: string, value: string) => void
  readonly get: (key: string) => string | undefined
  /** The keys that begin so. */
  readonly keys: (prefix: string) => readonly string[]
  /** Called before each transaction: others may be at work. */
  beforeCommit: () => void
}

export const memoryKv = (): MemoryKv => {
  const entries = new Map<string, KvEntry>()
  let version = 0

  const put = (key: string, value: string): void => {
    entries.set(key, { key, value, version: ++version })
  }
  const under = (prefix: string): readonly KvEntry[] =>
    [...entries.values()].filter(({ key }) => key.startsWith(prefix))
  const isMet = ({ key, ifVersion }: Step): boolean =>
    ifVersion === undefined || ifVersion === (entries.get(key)?.version ?? absent)

  const commit = (steps: readonly Step[]) => {
    memory.beforeCommit()
    if (new Set(steps.map(({ key }) => key)).size < steps.length)
      throw new Error("a key is in two steps of a transaction")
    const keys = steps.filter((step) => !isMet(step)).map(({ key }) => key)
    if (keys.length > 0) return { _tag: "Refused", keys } as const
    for (const step of steps) {
      if (step._tag === "Put") put(step.key, step.value)
      else if (step._tag === "Delete") entries.delete(step.key)
    }
    return { _tag: "Committed" } as const
  }

  const memory: MemoryKv = {
    put,
    get: (key) => entries.get(key)?.value,
    keys: (prefix) => under(prefix).map(({ key }) => key),
    beforeCommit: () => undefined,
    kv: {
      mostSteps: 32,
      read: ({ keys, prefixes }) =>
        TE.fromIO(() => [
          ...keys.flatMap((key) => entries.get(key) ?? []),
          ...prefixes.flatMap(under),
        ]),
      entries: (prefix) => TE.fromIO(() => under(prefix)),
      keys: (prefix) => TE.fromIO(() => under(prefix).map(({ key }) => key)),
      children: () => TE.right([]),
      commit: (steps) => TE.fromIO(() => commit(steps)),
      close: TE.right(undefined),
    },
  }
  return memory
}
