/** Why no address could be leased, in terms of pools. */
import type { PluginError, Reported } from "@cni-ipam/cni"
import type { Address, AllocationError } from "@cni-ipam/core"
import { explainAllocationError, formatAddress, sameAddress } from "@cni-ipam/core"
import { codes, report, storeFailure } from "./pool-error.js"
import type { RequestedPool } from "./requested-pools.js"

/** @example cannotContain("web", address, "…") */
const cannotContain = (pool: string, address: Address, details: string): Reported =>
  report(codes.notInPool, `${pool} cannot contain ${formatAddress(address)}`, details)

/**
 * Range sets are pools here.
 *
 * @param requested of which pools an address was wanted by name
 */
export const allocationFailure = (
  error: AllocationError,
  requested: readonly RequestedPool[],
): PluginError => {
  switch (error._tag) {
    case "Store":
      return storeFailure(error.error)
    case "Exhausted":
      return report(
        codes.poolIsFull,
        `${error.rangeSet.id} does not have any free IP space`,
        explainAllocationError(error),
      )
    case "NotInPool":
      for (const { name, requested: address } of requested)
        if (address !== undefined && error.addresses.some((one) => sameAddress(one, address)))
          return cannotContain(name, address, "it is in none of its ranges")
      return report(codes.notInPool, explainAllocationError(error))
    case "IsGateway":
    case "IsExcluded":
      return cannotContain(error.rangeSet.id, error.address, explainAllocationError(error))
    case "Taken":
      return report(codes.taken, explainAllocationError(error))
    case "AlreadyLeased":
      return report(codes.alreadyLeased, explainAllocationError(error))
    case "Contended":
    case "Missing":
      return report(codes.tryAgain, explainAllocationError(error))
  }
}
