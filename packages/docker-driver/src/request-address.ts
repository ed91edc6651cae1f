/** Leases an address for Docker: for a container, for a gateway, or for nobody (`--aux-address`). */
import type { Address, AllocationError, Owner } from "@cni-ipam/core"
import { allocateEach, blockOf, sameAddress } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { confirmReplay } from "./confirm-replay.js"
import type { DockerPool } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import type { Held } from "./held-address.js"
import { readopt, shareGateway } from "./held-address.js"
import { newEndpoint, newGateway } from "./holder.js"
import type { Kit } from "./kit.js"
import { useKey } from "./pool-documents.js"
import { poolInUse } from "./pool-in-use.js"
import { poolId } from "./pool-name.js"

export interface AddressRequest {
  readonly pool: string
  /** Default: any that is free. */
  readonly address: Address | undefined
  readonly isGateway: boolean
  readonly mac: string | undefined
}

export interface GivenAddress {
  readonly address: Address
  readonly pool: DockerPool
}

/** The pool that this node knows is not its any more: somebody else has ended that. */
type Lost = { readonly _tag: "Lost" }

const errorOf =
  (pool: DockerPool) =>
  (error: AllocationError): DriverError | Held | Lost => {
    const id = poolId(pool.name)
    switch (error._tag) {
      case "Taken":
        return { _tag: "Held", holder: error.holder }
      case "Exhausted":
        return { _tag: "Exhausted", pool: id, range: pool.ipRange ?? pool.subnet }
      case "Store":
        return storeFailed(error.error)
      case "Missing":
        return { _tag: "Lost" }
      case "Contended":
        return { _tag: "Contended", pool: id }
      default:
        throw new Error(`an address was refused that had been checked: ${error._tag}`)
    }
  }

const lease = (
  { store, node, now, replay }: Kit,
  pool: DockerPool,
  owner: Owner,
  { address, mac }: AddressRequest,
): TaskEither<DriverError | Held | Lost, Address> =>
  pipe(
    allocateEach(store)({
      network: pool.name.network,
      requires: useKey(pool.name, node),
      owner,
      wishes: [{ rangeSet: address ? pool.asked : pool.chosen, requested: address }],
      details: { node, allocatedAt: now(), ...(mac !== undefined && { mac }) },
    }),
    TE.mapLeft(errorOf(pool)),
    TE.flatMap(([given]) => {
      if (given === undefined)
        return TE.left<DriverError>({ _tag: "Contended", pool: poolId(pool.name) })
      replay.noteLease(owner)
      return TE.right(given.lease.address)
    }),
  )

const ifHeld =
  (resolve: (held: Held) => TaskEither<DriverError, Address>) =>
  (
    leased: TaskEither<DriverError | Held | Lost, Address>,
  ): TaskEither<DriverError | Lost, Address> =>
    pipe(
      leased,
      TE.orElse(
        (error): TaskEither<DriverError | Lost, Address> =>
          error._tag === "Held" ? resolve(error) : TE.left(error),
      ),
    )

const isInside = (pool: DockerPool, { family, value }: Address): boolean => {
  const block = blockOf(pool.subnet)
  return block.family === family && block.first <= value && value <= block.last
}

const give = (
  kit: Kit,
  pool: DockerPool,
  request: AddressRequest,
): TaskEither<DriverError | Lost, Address> => {
  const { address, isGateway } = request
  const id = poolId(pool.name)
  if (isGateway && (address === undefined || sameAddress(address, pool.gateway)))
    return TE.right(pool.gateway)
  if (address === undefined)
    return pipe(
      lease(kit, pool, newEndpoint(kit.node), request),
      ifHeld(() => TE.left({ _tag: "Contended", pool: id })),
    )
  if (!isInside(pool, address))
    return TE.left({ _tag: "OutsidePool", address, subnet: pool.subnet })
  if (sameAddress(address, pool.gateway)) return TE.left({ _tag: "IsGateway", address, pool: id })
  return isGateway
    ? pipe(
        lease(kit, pool, newGateway(kit.node), request),
        ifHeld((held) => shareGateway(pool, address, held)),
      )
    : pipe(
        lease(kit, pool, newEndpoint(kit.node), request),
        ifHeld((held) => readopt(kit, pool, address, request.mac, held)),
      )
}

/** What the store says of the pool is looked at once more where it is not as it was. */
const serve = (
  kit: Kit,
  request: AddressRequest,
  isSecond = false,
): TaskEither<DriverError, GivenAddress> =>
  pipe(
    poolInUse(kit)(request.pool),
    TE.bindTo("pool"),
    TE.tapTask(({ pool }) => (request.isGateway ? confirmReplay(kit, pool.name) : T.of(undefined))),
    TE.bindW("address", ({ pool }) => give(kit, pool, request)),
    TE.orElse((error): TaskEither<DriverError, GivenAddress> => {
      if (error._tag !== "Lost") return TE.left(error)
      kit.known.forget(request.pool)
      return isSecond
        ? TE.left({ _tag: "NotInUse", pool: request.pool, node: kit.node })
        : serve(kit, request, true)
    }),
  )

/** Two round trips to the store; more for a gateway while dockerd starts. */
export const requestAddress =
  (kit: Kit) =>
  (request: AddressRequest): TaskEither<DriverError, GivenAddress> => {
    // dockerd knows what it asks for again, but not of which container's interface it was.
    if (request.address === undefined || request.mac !== undefined) kit.replay.end()
    return serve(kit, request)
  }
