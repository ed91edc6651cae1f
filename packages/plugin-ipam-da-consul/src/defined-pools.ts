/** The pools as Consul defines them, and what is kept in their folders: in one read. */
import type { PluginError } from "@cni-ipam/cni"
import type { RangeSet } from "@cni-ipam/core"
import { explainInvalidRange, makeRange, makeRangeSet, setsOverlap } from "@cni-ipam/core"
import type { KvEntry } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { codes, report, storeFailure } from "./pool-error.js"
import { definitionKey, leasePlace, poolFolder, poolLayout } from "./pool-layout.js"
import type { Pools } from "./pool-store.js"

export interface DefinedPools {
  /** One for each pool, of its name. */
  readonly rangeSets: readonly RangeSet[]
  /** Everything in their folders. */
  readonly entries: readonly KvEntry[]
}

const missing = (pool: string, reason: string): PluginError =>
  report(codes.missingResource, `the pool ${pool} ${reason}`, `define it in ${definitionKey(pool)}`)

const invalid = (pool: string, reason: string): PluginError =>
  report(codes.invalidResource, `${definitionKey(pool)} does not define a pool: ${reason}`)

const rangeSetOf =
  (entries: readonly KvEntry[]) =>
  (pool: string): E.Either<PluginError, RangeSet> => {
    const entry = entries.find(({ key }) => key === definitionKey(pool))
    if (entry === undefined) return E.left(missing(pool, "does not exist"))
    return pipe(
      poolLayout.parseDefinition(entry.value),
      E.mapLeft((reason) => invalid(pool, reason)),
      E.flatMap(([ranges = []]) =>
        ranges.length === 0
          ? E.left(missing(pool, "has no ranges"))
          : pipe(
              ranges,
              E.traverseArray(makeRange),
              E.flatMap((made) => makeRangeSet(pool, made)),
              E.mapLeft((error) => invalid(pool, explainInvalidRange(error))),
            ),
      ),
    )
  }

/** Each would be asked for an address of its own, and might give the same one. */
const checkOverlap = (rangeSets: readonly RangeSet[]): E.Either<PluginError, void> => {
  for (const [index, one] of rangeSets.entries()) {
    const other = rangeSets.slice(index + 1).find((behind) => setsOverlap(one, behind))
    if (other !== undefined)
      return E.left(
        report(codes.invalidResource, `the pools ${one.id} and ${other.id} share addresses`),
      )
  }
  return E.right(undefined)
}

const isAllocation = ({ key, value }: KvEntry): boolean => {
  const place = leasePlace(key)
  return place !== undefined && poolLayout.parseLease(value, place, "") !== undefined
}

/** Whoever keeps something else in the folder of a pool may have meant to reserve an address. */
const checkEntries = (entries: readonly KvEntry[]): E.Either<PluginError, void> => {
  const wrong = entries.find((entry) => !entry.key.endsWith("/") && !isAllocation(entry))
  return wrong === undefined
    ? E.right(undefined)
    : E.left(report(codes.invalidResource, `${wrong.key} is not an allocation`))
}

export const definedPools = (
  { kv, until }: Pools,
  names: readonly string[],
): TaskEither<PluginError, DefinedPools> => {
  const folders = names.map(poolFolder)
  return pipe(
    kv.read({ keys: names.map(definitionKey), prefixes: folders }, until),
    TE.mapLeft(storeFailure),
    TE.flatMapEither((found) => {
      const entries = found.filter(({ key }) => folders.some((folder) => key.startsWith(folder)))
      return pipe(
        names,
        E.traverseArray(rangeSetOf(found)),
        E.tap(checkOverlap),
        E.tap(() => checkEntries(entries)),
        E.map((rangeSets) => ({ rangeSets, entries })),
      )
    }),
  )
}
