/** What becomes of a request for an address that somebody has already. */
import type { Address, Owner } from "@cni-ipam/core"
import { sameOwner } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DockerPool } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import { isGatewayHolder, newEndpoint, nodeOf } from "./holder.js"
import type { Kit } from "./kit.js"
import { poolId } from "./pool-name.js"

/** Who holds the address that was asked for. */
export interface Held {
  readonly _tag: "Held"
  readonly holder: Option<Owner>
}

const takenBy = (
  pool: DockerPool,
  address: Address,
  owner: Owner | undefined,
  mayBeAux: boolean,
): DriverError => ({
  _tag: "Taken",
  address,
  pool: poolId(pool.name),
  node: owner === undefined ? "" : nodeOf(owner),
  mayBeAux,
})

const ownerOf = ({ holder }: Held): Owner | undefined =>
  holder._tag === "Some" ? holder.value : undefined

/**
 * Makes the lease anew, if it is still there: a cleanup that began before goes by what it saw then,
 * and would end the old one.
 */
const leaseAnew = (
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

/**
 * dockerd that was killed asks once more for the addresses of its containers, without their MAC
 * addresses. So does a network for its auxiliary ones: another node's may as well be a container's,
 * which cannot be shared.
 */
export const readopt = (
  kit: Kit,
  pool: DockerPool,
  address: Address,
  mac: string | undefined,
  held: Held,
): TaskEither<DriverError, Address> => {
  const owner = ownerOf(held)
  const isOwn = owner !== undefined && nodeOf(owner) === kit.node
  const taken = takenBy(pool, address, owner, mac === undefined && !isOwn)
  return !isOwn || mac !== undefined || isGatewayHolder(owner) || !kit.replay.mayReadopt(owner)
    ? TE.left(taken)
    : pipe(
        leaseAnew(kit, pool, address, owner),
        TE.flatMap((isHad) => (isHad ? TE.right(address) : TE.left(taken))),
      )
}

/** Whichever node asked first: the gateway is everybody's. */
export const shareGateway = (
  pool: DockerPool,
  address: Address,
  held: Held,
): TaskEither<DriverError, Address> => {
  const owner = ownerOf(held)
  return owner !== undefined && isGatewayHolder(owner)
    ? TE.right(address)
    : TE.left(takenBy(pool, address, owner, false))
}
