/** Docker is done with a pool: once for each time that it asked for it. */
import type { Lease } from "@cni-ipam/core"
import { sequenceS } from "fp-ts/lib/Apply.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { getEq } from "fp-ts/lib/Option.js"
import * as text from "fp-ts/lib/string.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import type { Kit } from "./kit.js"
import { endLeases, leasesIn } from "./leftover-leases.js"
import type { PoolView } from "./pool-documents.js"
import {
  joining,
  leaving,
  listUsers,
  readPool,
  readSubnet,
  removing,
  versionOf,
} from "./pool-documents.js"
import type { PoolName } from "./pool-name.js"
import { poolId } from "./pool-name.js"
import type { Turn } from "./until-settled.js"
import { settledBy, untilSettled } from "./until-settled.js"

/** What became of the pool: this node uses it still, others do, nobody does. */
export type PoolEnd = "kept" | "left" | "removed"

interface Released {
  readonly end: PoolEnd
  /** Of a pool that is removed. */
  readonly leftover: readonly Lease[]
}

const sameVersion = getEq(text.Eq)

type ReleaseTurn = TaskEither<DriverError, Turn<Released>>

const kept: Released = { end: "kept", leftover: [] }
const left: Released = { end: "left", leftover: [] }

/** This node's last request is taken back: the pool stays only if other nodes use it. */
const leave = (
  { store, node }: Kit,
  { value: pool, document }: NonNullable<PoolView["pool"]>,
  use: PoolView["use"],
): ReleaseTurn => {
  const { documents } = store
  const own = use._tag === "Some" ? [use.value] : []
  return pipe(
    sequenceS(TE.ApplyPar)({
      users: listUsers(documents, pool.name),
      subnet: readSubnet(documents, pool),
      leftover: leasesIn(store, pool.name),
    }),
    TE.flatMap(({ users, subnet, leftover }) => {
      const hasOthers = users.some((user) => user !== node)
      if (!hasOthers)
        return settledBy<Released>({ end: "removed", leftover })(
          documents.commit(removing(own, document, subnet)),
        )
      const [first] = own
      return first === undefined
        ? TE.right<never, Turn<Released>>({ _tag: "Settled", value: left })
        : settledBy(left)(documents.commit(leaving(first, document)))
    }),
    TE.mapLeft(storeFailed),
  )
}

/**
 * @param unknownSince the version of this node's note, when Docker was found to know nothing of the
 *   pool: then all requests are taken back, unless another one came meanwhile.
 */
export const releasePool =
  (kit: Kit, unknownSince?: Option<string>) =>
  (name: PoolName): TaskEither<DriverError, PoolEnd> => {
    const { store, node, known } = kit
    const id = poolId(name)
    return pipe(
      readPool(store.documents, node)(name),
      TE.mapLeft(storeFailed),
      TE.flatMap((view): ReleaseTurn => {
        const { pool, requests, use } = view
        if (pool === undefined) return TE.left({ _tag: "UnknownPool", pool: id })
        if (unknownSince !== undefined && !sameVersion.equals(unknownSince, versionOf(use)))
          return TE.right({ _tag: "Settled", value: kept })
        return unknownSince !== undefined || requests <= 1
          ? leave(kit, pool, use)
          : pipe(
              store.documents.commit(joining(pool.value, node, view, requests - 1)),
              settledBy(kept),
              TE.mapLeft(storeFailed),
            )
      }),
      (turn) => untilSettled(id, turn),
      TE.tapIO(({ end }) => () => {
        if (end !== "kept") known.forget(id)
      }),
      TE.tap(({ leftover }) => endLeases(store)(leftover)),
      TE.map(({ end }) => end),
    )
  }
