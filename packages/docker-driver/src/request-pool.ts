/** Gives Docker a pool: the one of that name, or a new one. */
import type { Cidr } from "@cni-ipam/core"
import { formatCidr } from "@cni-ipam/core"
import { sequenceS } from "fp-ts/lib/Apply.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DockerPool } from "./docker-pool.js"
import { firstHost, makeDockerPool } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import type { Kit } from "./kit.js"
import { endLeases, leasesIn } from "./leftover-leases.js"
import type { PoolView } from "./pool-documents.js"
import { creating, joining, readPool } from "./pool-documents.js"
import { poolId } from "./pool-name.js"
import type { PoolRequest } from "./pool-request.js"
import { findRoom } from "./room.js"
import { made } from "./subnet-ledger.js"
import type { Turn } from "./until-settled.js"
import { settledBy, untilSettled } from "./until-settled.js"

/** A pool has one subnet and one range, whichever node asks. */
const sameAsAsked = (
  pool: DockerPool,
  { name, subnet, ipRange }: PoolRequest,
): E.Either<DriverError, DockerPool> => {
  const isOther = (stored: Cidr | undefined, asked: Cidr | undefined): asked is Cidr =>
    asked !== undefined && (stored === undefined || formatCidr(stored) !== formatCidr(asked))
  const differs = (what: "subnet" | "ip-range", stored: Cidr | undefined, asked: Cidr) =>
    E.left<DriverError>({ _tag: "PoolDiffers", pool: poolId(name), what, stored, asked })
  if (isOther(pool.subnet, subnet)) return differs("subnet", pool.subnet, subnet)
  if (isOther(pool.ipRange, ipRange)) return differs("ip-range", pool.ipRange, ipRange)
  return E.right(pool)
}

const newPool = ({ name, ipRange }: PoolRequest, subnet: Cidr): E.Either<DriverError, DockerPool> =>
  pipe(
    makeDockerPool({ name, subnet, ipRange, gateway: firstHost(subnet) }),
    E.mapLeft((error): DriverError => ({ _tag: "BadSubnet", error })),
  )

interface Joined {
  readonly pool: DockerPool
  /** How often this node had asked for it. */
  readonly before: number
}

type PoolTurn = TaskEither<DriverError, Turn<Joined>>

const join = (kit: Kit, request: PoolRequest, view: PoolView, found: DockerPool): PoolTurn =>
  pipe(
    TE.fromEither(sameAsAsked(found, request)),
    TE.flatMap((pool) => {
      const { requests, isGuessed } = view
      return pipe(
        kit.store.documents.commit(
          joining(pool, kit.node, view, { requests: requests + 1, isGuessed }),
        ),
        settledBy({ pool, before: requests }),
        TE.mapLeft(storeFailed),
      )
    }),
  )

const create = (kit: Kit, request: PoolRequest, view: PoolView): PoolTurn => {
  const { store, node } = kit
  return pipe(
    sequenceS(TE.ApplyPar)({
      room: findRoom(kit, request, view.ledger.value),
      leftover: pipe(leasesIn(store, request.name), TE.mapLeft(storeFailed)),
    }),
    TE.bind("pool", ({ room }) => TE.fromEither(newPool(request, room.subnet))),
    TE.flatMap(({ pool, room, leftover }) =>
      pipe(
        store.documents.commit(creating(pool, node, view, made(room.ledger, pool.subnet))),
        settledBy({ pool, before: 0 }),
        TE.mapLeft(storeFailed),
        TE.tap((turn) =>
          turn._tag === "Settled" ? endLeases(store)(leftover) : TE.right(undefined),
        ),
      ),
    ),
  )
}

/**
 * Three round trips for a new pool, two for one that there is, however many others there are.
 *
 * Everything that belongs to a pool is written at once: who is overtaken has left nothing behind.
 */
export const requestPool =
  (kit: Kit) =>
  (request: PoolRequest): TaskEither<DriverError, DockerPool> => {
    const id = poolId(request.name)
    // Docker asks again for the subnet that it got.
    if (request.subnet === undefined) kit.replay.end()
    return pipe(
      readPool(kit.store.documents, kit.node)(request.name),
      TE.mapLeft(storeFailed),
      TE.flatMap((view) =>
        view.pool === undefined
          ? create(kit, request, view)
          : join(kit, request, view, view.pool.value),
      ),
      (turn) => untilSettled(id, turn),
      TE.tapIO(({ pool, before }) => () => {
        kit.replay.notePool(id, before)
        kit.known.keep(pool)
      }),
      TE.map(({ pool }) => pool),
    )
  }
