/** Leases an address for Docker: for a container, for a gateway, or for nobody (`--aux-address`). */
import type { Address, AllocationError, Owner } from "@cni-ipam/core"
import { allocateEach, blockOf, sameAddress, sameOwner } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import * as T from "fp-ts/lib/Task.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { confirmReplay } from "./confirm-replay.js"
import type { DockerPool } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import { isGatewayHolder, newEndpoint, newGateway, nodeOf } from "./holder.js"
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

/** Who holds the address that was asked for. */
type Conflict = { readonly _tag: "Held"; readonly holder: Option<Owner> }

/** The pool that this node knows is not its any more: somebody else has ended that. */
type Lost = { readonly _tag: "Lost" }

const errorOf =
  (pool: DockerPool) =>
  (error: AllocationError): DriverError | Conflict | Lost => {
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
): TaskEither<DriverError | Conflict | Lost, Address> =>
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

/**
 * Makes the lease anew, if it is still there: a cleanup that began before goes by what it saw then,
 * and would end the old one.
 */
const anew = (
  { store, node, now, replay }: Kit,
  { name, asked }: DockerPool,
  address: Address,
  old: Owner,
): TaskEither<DriverError, boolean> => {
  const owner = newEndpoint(node)
  return pipe(
    store.handOver({
      network: name.network,
      address,
      only: (lease) => sameOwner(lease.owner, old),
      owner,
      rangeSet: asked.id,
      allocatedAt: now(),
    }),
    TE.bimap(storeFailed, (given) => {
      if (given._tag === "Some") replay.noteLease(owner)
      return given._tag === "Some"
    }),
  )
}

/** dockerd that was killed asks once more for the addresses of its containers. */
const readopt = (
  kit: Kit,
  pool: DockerPool,
  address: Address,
  { holder }: Conflict,
): TaskEither<DriverError, Address> => {
  const owner = holder._tag === "Some" ? holder.value : undefined
  const taken: DriverError = {
    _tag: "Taken",
    address,
    pool: poolId(pool.name),
    node: owner === undefined ? "" : nodeOf(owner),
  }
  return owner === undefined ||
    isGatewayHolder(owner) ||
    nodeOf(owner) !== kit.node ||
    !kit.replay.mayReadopt(owner)
    ? TE.left(taken)
    : pipe(
        anew(kit, pool, address, owner),
        TE.flatMap((isHad) => (isHad ? TE.right(address) : TE.left(taken))),
      )
}

/** Whichever node asked first: the gateway is everybody's. */
const shareGateway = (
  pool: DockerPool,
  address: Address,
  { holder }: Conflict,
): TaskEither<DriverError, Address> =>
  holder._tag === "Some" && isGatewayHolder(holder.value)
    ? TE.right(address)
    : TE.left({
        _tag: "Taken",
        address,
        pool: poolId(pool.name),
        node: holder._tag === "Some" ? nodeOf(holder.value) : "",
      })

const afterConflict =
  (resolve: (conflict: Conflict) => TaskEither<DriverError, Address>) =>
  (
    leased: TaskEither<DriverError | Conflict | Lost, Address>,
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
      afterConflict(() => TE.left({ _tag: "Contended", pool: id })),
    )
  if (!isInside(pool, address))
    return TE.left({ _tag: "OutsidePool", address, subnet: pool.subnet })
  if (sameAddress(address, pool.gateway)) return TE.left({ _tag: "IsGateway", address, pool: id })
  return isGateway
    ? pipe(
        lease(kit, pool, newGateway(kit.node), request),
        afterConflict((conflict) => shareGateway(pool, address, conflict)),
      )
    : pipe(
        lease(kit, pool, newEndpoint(kit.node), request),
        afterConflict((conflict) => readopt(kit, pool, address, conflict)),
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
