/** Long listings, a page at a time, and folders, without what is in them. */
import type { StoreError } from "@cni-ipam/core"
import type { Deadline } from "@cni-ipam/store-kv"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Ask } from "./ask.js"
import { endOf, startOf, successorOf } from "./key-range.js"
import type { EtcdEntry, RangeAnswer, RangeOperation } from "./transport.js"

interface Page extends RangeAnswer {
  readonly revision: number
}

const list = "list keys of"

const askPage =
  (ask: Ask, until: Deadline) =>
  (range: RangeOperation): TaskEither<StoreError, Page | undefined> =>
    pipe(
      ask({ compare: [], success: [range], failure: [] }, list, until),
      TE.map((outcome) => {
        if (outcome._tag === "Compacted") return undefined
        const [page = { entries: [], more: false }] = outcome.ranges
        return { ...page, revision: outcome.revision }
      }),
    )

/**
 * Everything in the range, as it was when the first page was read. A history that is compacted
 * meanwhile takes that state away: then it is read from the start, in a newer one.
 */
export const listingOf =
  (ask: Ask) =>
  (range: RangeOperation, until: Deadline): TaskEither<StoreError, readonly EtcdEntry[]> => {
    const page = askPage(ask, until)

    const from = (
      key: Buffer,
      revision: number | undefined,
      before: readonly EtcdEntry[],
    ): TaskEither<StoreError, readonly EtcdEntry[]> =>
      pipe(
        page({ ...range, key, ...(revision !== undefined && { revision }) }),
        TE.flatMap((found) => {
          if (found === undefined) return from(range.key, undefined, [])
          const entries = before.length === 0 ? found.entries : [...before, ...found.entries]
          const last = entries.at(-1)
          return found.more && last !== undefined
            ? from(successorOf(last.key), revision ?? found.revision, entries)
            : TE.right(entries)
        }),
      )

    return from(range.key, undefined, [])
  }

const slash = 0x2f
/** A folder among them makes the rest of a page useless; without any, pages may be larger. */
const keysPerStep = 16

/** The part of the key that is a name in the folder, with its slash if it is a folder itself. */
const childIn = (key: Buffer, prefixLength: number): Buffer => {
  const end = key.indexOf(slash, prefixLength)
  return end < 0 ? key : key.subarray(0, end + 1)
}

/** The names in a folder. What lies deeper is skipped, however much it is. */
export const childrenOf =
  (ask: Ask) =>
  (prefix: string, until: Deadline): TaskEither<StoreError, readonly string[]> => {
    const bytes = Buffer.from(prefix)
    const end = endOf(bytes)
    const page = askPage(ask, until)

    const from = (
      key: Buffer,
      before: ReadonlySet<string>,
    ): TaskEither<StoreError, readonly string[]> =>
      pipe(
        page({ _tag: "Range", key, end, limit: keysPerStep, keysOnly: true }),
        TE.flatMap((found) => {
          const children = found?.entries.map((entry) => childIn(entry.key, bytes.length)) ?? []
          const names = new Set(before)
          for (const child of children) names.add(child.toString().slice(prefix.length))
          const last = children.at(-1)
          if (last === undefined || found?.more !== true) return TE.right([...names])
          return from(last.at(-1) === slash ? endOf(last) : successorOf(last), names)
        }),
      )

    return from(startOf(bytes), new Set())
  }
