/** Docker gives an address back. */
import type { Address, Lease } from "@cni-ipam/core"
import { blockOf, sameAddress } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import { isGatewayHolder, nodeOf } from "./holder.js"
import type { Kit } from "./kit.js"
import { poolInUse } from "./pool-in-use.js"

export interface AddressReturn {
  readonly pool: string
  readonly address: Address
}

/**
 * A node that comes back after others took it for dead must not end their leases; and a gateway is
 * that of all nodes as long as there is a pool.
 */
const isOurs =
  (node: string) =>
  ({ owner }: Lease): boolean =>
    !isGatewayHolder(owner) && nodeOf(owner) === node

/** Two round trips to the store. An address that is not leased was what was wanted. */
export const releaseAddress =
  (kit: Kit) =>
  ({ pool: id, address }: AddressReturn): TaskEither<DriverError, void> =>
    pipe(
      poolInUse(kit)(id),
      TE.flatMap((pool): TaskEither<DriverError, void> => {
        const { family, first, last } = blockOf(pool.subnet)
        if (family !== address.family || address.value < first || last < address.value)
          return TE.left({ _tag: "OutsidePool", address, subnet: pool.subnet })
        if (sameAddress(address, pool.gateway)) return TE.right(undefined)
        return pipe(
          kit.store.releaseAddress({
            network: pool.name.network,
            address,
            only: isOurs(kit.node),
            isAlone: true,
          }),
          TE.bimap(storeFailed, () => undefined),
        )
      }),
    )
