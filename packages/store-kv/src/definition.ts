/** What a network is, as this store's users have agreed on it. */
import type { NetworkDefinition, StoreError } from "@cni-ipam/core"
import { explainPoolError, makePool } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Site } from "./kit.js"
import type { KvEntry } from "./kv.js"

/** One of ranges that cannot be is nobody's configuration: what is wrong is in the store. */
const possible =
  ({ name }: Site) =>
  (definition: NetworkDefinition): E.Either<string, NetworkDefinition> =>
    pipe(
      makePool(name, definition),
      E.bimap(explainPoolError, () => definition),
    )

/** The definition among the entries that were read. */
export const definitionIn =
  (site: Site) =>
  (entries: readonly KvEntry[]): E.Either<StoreError, Option<NetworkDefinition>> => {
    const { layout, network } = site
    const key = layout.definitionKey(network)
    const entry = entries.find((one) => one.key === key)
    return entry === undefined
      ? E.right(none)
      : pipe(
          layout.parseDefinition(entry.value),
          E.flatMap(possible(site)),
          E.bimap((reason): StoreError => ({ _tag: "Corrupt", subject: key, reason }), some),
        )
  }

export const definition = (site: Site): TaskEither<StoreError, Option<NetworkDefinition>> =>
  pipe(
    site.kv.read({ keys: [site.layout.definitionKey(site.network)], prefixes: [] }, site.until),
    TE.flatMapEither(definitionIn(site)),
  )
