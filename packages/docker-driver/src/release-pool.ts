/** Docker is done with a pool: once for each time that it asked for it. */
import type { Cidr, Lease, StoreError } from "@cni-ipam/core"
import { formatCidr } from "@cni-ipam/core"
import { sequenceS } from "fp-ts/lib/Apply.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { getEq } from "fp-ts/lib/Option.js"
import * as text from "fp-ts/lib/string.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import { isGatewayHolder, nodeOf } from "./holder.js"
import type { Kit } from "./kit.js"
import { clearUp, leasesIn } from "./leftover-leases.js"
import type { PoolView } from "./pool-documents.js"
import {
  joining,
  leaving,
  listSubnets,
  listUsers,
  readPool,
  readSubnet,
  removing,
  versionOf,
} from "./pool-documents.js"
import type { PoolName } from "./pool-name.js"
import { poolId } from "./pool-name.js"
import type { SubnetLedger } from "./subnet-ledger.js"
import { removed } from "./subnet-ledger.js"
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

/** What the ledger says without the subnet; `undefined` if it was the last one. */
const ledgerWithout = (
  { store: { documents } }: Kit,
  { value: ledger, document }: PoolView["ledger"],
  subnet: Cidr,
): TaskEither<StoreError, SubnetLedger | undefined> => {
  if (document._tag === "None") return TE.right(undefined)
  const rest = removed(ledger, subnet)
  if (rest.count > 0) return TE.right(rest)
  return pipe(
    // Others may have written subnets too: that none is left is seen, and not believed.
    listSubnets(documents),
    TE.map((all) => all.filter((one) => formatCidr(one) !== formatCidr(subnet)).length),
    TE.map((count) => (count === 0 ? undefined : { ...rest, count })),
  )
}

/** A count that was guessed is not believed against containers: dockerd first ends their leases. */
const isLivedIn = (node: string, leftover: readonly Lease[]): boolean =>
  leftover.some(({ owner }) => nodeOf(owner) === node && !isGatewayHolder(owner))

/**
 * This node's last request is taken back: the pool stays only if other nodes use it.
 *
 * @param mayBeMiscounted whether the count may be too low.
 */
const leave = (
  kit: Kit,
  view: PoolView,
  { value: pool, document }: NonNullable<PoolView["pool"]>,
  mayBeMiscounted: boolean,
): ReleaseTurn => {
  const { node, store } = kit
  const { documents } = store
  const { use } = view
  return pipe(
    sequenceS(TE.ApplyPar)({
      users: listUsers(documents, pool.name),
      subnet: readSubnet(documents, pool),
      leftover: leasesIn(store, pool.name),
      ledger: ledgerWithout(kit, view.ledger, pool.subnet),
    }),
    TE.flatMap(({ users, subnet, leftover, ledger }) => {
      if (mayBeMiscounted && isLivedIn(node, leftover))
        return TE.right<never, Turn<Released>>({ _tag: "Settled", value: kept })
      const hasOthers = users.some((user) => user !== node)
      if (!hasOthers)
        return settledBy<Released>({ end: "removed", leftover })(
          documents.commit(removing(document, view, subnet, ledger)),
        )
      return use._tag === "None"
        ? TE.right<never, Turn<Released>>({ _tag: "Settled", value: left })
        : settledBy(left)(documents.commit(leaving(use.value, document)))
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
    kit.replay.end()
    return pipe(
      readPool(store.documents, node)(name),
      TE.mapLeft(storeFailed),
      TE.flatMap((view): ReleaseTurn => {
        const { pool, requests, isGuessed, use } = view
        if (pool === undefined) return TE.left({ _tag: "UnknownPool", pool: id })
        if (unknownSince !== undefined && !sameVersion.equals(unknownSince, versionOf(use)))
          return TE.right({ _tag: "Settled", value: kept })
        return unknownSince !== undefined || requests <= 1
          ? leave(kit, view, pool, isGuessed && unknownSince === undefined)
          : pipe(
              store.documents.commit(
                joining(pool.value, node, view, { requests: requests - 1, isGuessed }),
              ),
              settledBy(kept),
              TE.mapLeft(storeFailed),
            )
      }),
      (turn) => untilSettled(id, turn),
      TE.tapIO(({ end }) => () => {
        if (end !== "kept") known.forget(id)
      }),
      TE.tap(({ end, leftover }) =>
        end === "removed" ? clearUp(store, name)(leftover) : TE.right(undefined),
      ),
      TE.map(({ end }) => end),
    )
  }
