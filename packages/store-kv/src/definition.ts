/** What a network is, as this store's users have agreed on it. */
import type { NetworkDefinition, StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Site } from "./kit.js"
import type { KvEntry } from "./kv.js"

/** The definition among the entries that were read. */
export const definitionIn =
  ({ layout, network }: Site) =>
  (entries: readonly KvEntry[]): E.Either<StoreError, Option<NetworkDefinition>> => {
    const key = layout.definitionKey(network)
    const entry = entries.find((one) => one.key === key)
    return entry === undefined
      ? E.right(none)
      : pipe(
          layout.parseDefinition(entry.value),
          E.bimap((reason): StoreError => ({ _tag: "Corrupt", subject: key, reason }), some),
        )
  }

export const definition = (site: Site): TaskEither<StoreError, Option<NetworkDefinition>> =>
  pipe(
    site.kv.read({ keys: [site.layout.definitionKey(site.network)], prefixes: [] }, site.until),
    TE.flatMapEither(definitionIn(site)),
  )
