/**
 * A request for a pool that dockerd had before it started is no further one: the count goes back to
 * what it was.
 *
 * Each request is counted when it comes, and only taken back when it is seen to have been a replay:
 * a count that is too high keeps a pool until a cleanup, one that is too low ends it under its users.
 */
import type { StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { Task } from "fp-ts/lib/Task.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import type { Kit } from "./kit.js"
import { joining, readPool } from "./pool-documents.js"
import type { PoolName } from "./pool-name.js"
import { poolId } from "./pool-name.js"
import type { Turn } from "./until-settled.js"
import { settledBy, untilSettled } from "./until-settled.js"

const countDown = (
  { store: { documents }, node }: Kit,
  name: PoolName,
  floor: number,
): TaskEither<DriverError, void> =>
  pipe(
    readPool(documents, node)(name),
    TE.flatMap((view): TaskEither<StoreError, Turn<void>> => {
      const { pool, requests } = view
      if (pool === undefined || requests <= floor)
        return TE.right({ _tag: "Settled", value: undefined })
      const count = { requests: requests - 1, isGuessed: true }
      return settledBy<void>(undefined)(documents.commit(joining(pool.value, node, view, count)))
    }),
    TE.mapLeft(storeFailed),
    (turn) => untilSettled(poolId(name), turn),
  )

/** Without a store the pool stays counted once more: no reason to refuse Docker its gateway. */
export const confirmReplay = (kit: Kit, name: PoolName): Task<void> => {
  const floor = kit.replay.replayed(poolId(name))
  return floor === undefined
    ? T.of(undefined)
    : pipe(
        countDown(kit, name, floor),
        TE.match(
          () => undefined,
          () => undefined,
        ),
      )
}
