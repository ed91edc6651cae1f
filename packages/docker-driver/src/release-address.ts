/** Docker gives an address back. */
import type { Address, Lease } from "@cni-ipam/core"
import { blockOf, sameAddress } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DockerPool } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import { isGatewayHolder, nodeOf } from "./holder.js"
import type { Kit } from "./kit.js"
import { poolInUse } from "./pool-in-use.js"
import { poolId } from "./pool-name.js"

export interface AddressReturn {
  readonly pool: string
  readonly address: Address
}

/** Who has the address: this node, another one, or all of them, as long as there is a pool. */
type Holder = "own" | "shared" | { readonly node: string }

const holderOf =
  (node: string) =>
  ({ owner }: Lease): Holder => {
    if (isGatewayHolder(owner)) return "shared"
    return nodeOf(owner) === node ? "own" : { node: nodeOf(owner) }
  }

/**
 * A node that comes back after others took it for dead gives back what is theirs by now, and in use:
 * their leases must not end by that.
 */
const endOwn = (
  { store, node }: Kit,
  { name }: DockerPool,
  address: Address,
): TaskEither<DriverError, void> => {
  let holder: Holder = "own"
  return pipe(
    store.releaseAddress({
      network: name.network,
      address,
      only: (lease) => {
        holder = holderOf(node)(lease)
        return holder === "own"
      },
      isAlone: true,
    }),
    TE.mapLeft(storeFailed),
    TE.flatMap(() =>
      typeof holder === "string"
        ? TE.right(undefined)
        : TE.left<DriverError>({
            _tag: "HeldElsewhere",
            address,
            pool: poolId(name),
            node: holder.node,
          }),
    ),
  )
}

/** Two round trips to the store. An address that is not leased was what was wanted. */
export const releaseAddress =
  (kit: Kit) =>
  ({ pool: id, address }: AddressReturn): TaskEither<DriverError, void> => {
    kit.replay.end()
    return pipe(
      poolInUse(kit)(id),
      TE.flatMap((pool): TaskEither<DriverError, void> => {
        const { family, first, last } = blockOf(pool.subnet)
        if (family !== address.family || address.value < first || last < address.value)
          return TE.left({ _tag: "OutsidePool", address, subnet: pool.subnet })
        return sameAddress(address, pool.gateway) ? TE.right(undefined) : endOwn(kit, pool, address)
      }),
    )
  }
