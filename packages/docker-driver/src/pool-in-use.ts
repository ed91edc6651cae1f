/** The pool of an id, for a request that only a node which uses it may make. */
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DockerPool } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import type { Kit } from "./kit.js"
import { readPool } from "./pool-documents.js"
import { poolNameOf } from "./pool-name.js"

/** Asks the store once, and no more until the pool is forgotten. */
export const poolInUse =
  ({ store, node, known }: Kit) =>
  (id: string): TaskEither<DriverError, DockerPool> => {
    const found = known.get(id)
    if (found !== undefined) return TE.right(found)
    const name = poolNameOf(id)
    if (name === undefined) return TE.left({ _tag: "UnknownPool", pool: id })
    return pipe(
      readPool(store.documents, node)(name),
      TE.mapLeft(storeFailed),
      TE.flatMap(({ pool, use }): TaskEither<DriverError, DockerPool> => {
        if (pool === undefined) return TE.left({ _tag: "UnknownPool", pool: id })
        if (use._tag === "None") return TE.left({ _tag: "NotInUse", pool: id, node })
        return TE.right(pool.value)
      }),
      TE.tapIO((pool) => () => known.keep(pool)),
    )
  }
