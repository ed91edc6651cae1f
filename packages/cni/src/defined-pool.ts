/** The pool of a network as its store defines it, or else as the configuration does. */
import type { Pool, PoolError, Store, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Attachment } from "./attachment.js"
import type { StoreInvocation } from "./invocation.js"
import type { FamilyError } from "./network-pool.js"
import { keepsDefinitions } from "./open-store.js"

type DefinedPool = TaskEither<StoreError | PoolError | FamilyError, Pool>

/** @example definedPool(invocation, attachment, store) */
export const definedPool = (
  invocation: StoreInvocation,
  { config, pool, poolOf }: Pick<Attachment, "config" | "pool" | "poolOf">,
  store: Store,
): DefinedPool =>
  keepsDefinitions(invocation, config)
    ? pipe(
        store.definition(invocation.request.network),
        TE.flatMap(
          (kept): DefinedPool => TE.fromEither(kept._tag === "None" ? pool : poolOf(kept.value)),
        ),
      )
    : TE.fromEither(pool)
