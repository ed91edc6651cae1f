/** A key-value server in memory, of which tests can take the answers away. */
import type { StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Kv, KvEntry, KvOutcome, Step } from "../kv.js"
import { absent, present } from "../kv.js"

export interface MemoryServer {
  readonly kv: Kv
  readonly entries: Map<string, KvEntry>
  /** Changes a key behind the store's back. */
  readonly put: (key: string, value: string) => void
  /** How often the server was asked, since it was last set to 0. */
  calls: number
  /** What becomes of the next transactions, in order: done or not, their answers are lost. */
  readonly losses: ("done" | "not done")[]
}

const lost: StoreError = {
  _tag: "Uncertain",
  operation: "write",
  subject: "memory",
  reason: "the answer was lost",
}

export const memoryServer = (mostSteps = 64): MemoryServer => {
  const entries = new Map<string, KvEntry>()
  let version = 1

  const versionOf = (key: string): number => entries.get(key)?.version ?? absent

  const isRefused = (step: Step): boolean =>
    step.ifVersion === present
      ? versionOf(step.key) === absent
      : step.ifVersion !== undefined && step.ifVersion !== versionOf(step.key)

  const apply = (step: Step): void => {
    if (step._tag === "Put") entries.set(step.key, { key: step.key, value: step.value, version })
    else if (step._tag === "Delete") entries.delete(step.key)
  }

  const commit = (steps: readonly Step[]): KvOutcome => {
    if (steps.length > mostSteps) throw new Error(`${steps.length} steps in a transaction`)
    if (new Set(steps.map(({ key }) => key)).size < steps.length)
      throw new Error("a key is in two steps of a transaction")
    const keys = steps.filter(isRefused).map(({ key }) => key)
    if (keys.length > 0) return { _tag: "Refused", keys }
    version++
    steps.forEach(apply)
    return { _tag: "Committed", version }
  }

  const under = (prefix: string): readonly KvEntry[] =>
    [...entries.values()].filter(({ key }) => key.startsWith(prefix))

  const server: MemoryServer = {
    entries,
    calls: 0,
    losses: [],
    put: (key, value) => {
      entries.set(key, { key, value, version: ++version })
    },
    kv: {
      mostSteps,
      read: ({ keys, prefixes }) => {
        return counted(() => [
          ...keys.flatMap((key) => entries.get(key) ?? []),
          ...prefixes.flatMap(under),
        ])
      },
      entries: (prefix) => counted(() => under(prefix)),
      keys: (prefix) => counted(() => under(prefix).map(({ key }) => key)),
      children: (prefix) =>
        counted(() => [
          ...new Set(
            under(prefix).map(({ key }) => /^[^/]*\/?/.exec(key.slice(prefix.length))?.[0] ?? ""),
          ),
        ]),
      commit: (steps) => async () => {
        server.calls++
        await undefined
        const loss = server.losses.shift()
        if (loss === undefined) return E.right(commit(steps))
        if (loss === "done") commit(steps)
        return E.left(lost)
      },
      close: TE.right(undefined),
    },
  }

  const counted =
    <A>(answer: () => A): TE.TaskEither<StoreError, A> =>
    async () => {
      server.calls++
      await undefined
      return E.right(answer())
    }

  return server
}
