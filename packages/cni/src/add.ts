/** ADD: leases addresses for an interface of a container, and tells how to use them. */
import type {
  Allocation,
  AllocationError,
  Lease,
  NetworkDefinition,
  Pool,
  PoolError,
  Store,
  StoreError,
} from "@cni-ipam/core"
import { allocate, allocateDefined, formatRangeSet, samePool } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import type { Attachment } from "./attachment.js"
import { readAttachment } from "./attachment.js"
import { formatResult } from "./format-result.js"
import type { StoreHandler } from "./handler.js"
import type { StoreInvocation } from "./invocation.js"
import { logLeased } from "./log-leases.js"
import { refuseOwnNetns } from "./netns.js"
import type { FamilyError } from "./network-pool.js"
import { networkPool } from "./network-pool.js"
import { keepsDefinitions, nodeOf, withStore } from "./open-store.js"
import type { AllocationFailure } from "./plugin-error.js"
import { readResolvConf } from "./resolv-conf-file.js"
import type { ResultAddress } from "./result.js"
import { wishesOf } from "./wishes.js"

interface BadPool {
  readonly _tag: "BadPool"
  readonly error: PoolError | FamilyError
}

type LeaseError = AllocationFailure | StoreError | PoolError | FamilyError

const toFailure = (error: AllocationError | BadPool): LeaseError => {
  if (error._tag === "Store" || error._tag === "BadPool") return error.error
  return {
    _tag: "Allocation",
    rangeSet: "rangeSet" in error ? error.rangeSet.id : undefined,
    error,
  }
}

const warnIfOthers = (
  { log, request }: StoreInvocation,
  own: Attachment["pool"],
  { rangeSets }: Pool,
): void => {
  if (isRight(own) && !samePool(own.right.rangeSets, rangeSets))
    log.warn(
      `${request.network} is defined in the store as ${rangeSets.map(formatRangeSet).join(" and ")}; what this configuration says of its ranges is not used`,
    )
}

const poolOf = (
  invocation: StoreInvocation,
  { config, pool }: Attachment,
  definition: NetworkDefinition,
): Either<BadPool, Pool> => {
  const { network, version } = invocation.request
  const defined = networkPool(network, version, config, definition)
  if (isLeft(defined)) return left({ _tag: "BadPool", error: defined.left })
  warnIfOthers(invocation, pool, defined.right)
  return defined
}

const leaseAddresses = async (
  invocation: StoreInvocation,
  attachment: Attachment,
  store: Store,
): Promise<Either<LeaseError, readonly Allocation[]>> => {
  const { config, args, pool, definition, owner } = attachment
  const { requested, holder } = wishesOf(config, args)
  const request = {
    network: invocation.request.network,
    owner,
    requested,
    details: {
      ...holder,
      node: nodeOf(invocation, config),
      allocatedAt: invocation.io.now().getTime(),
    },
  }
  // A pool that is left is one that only a store's definition can make good.
  const allocating =
    isLeft(pool) || keepsDefinitions(invocation, config)
      ? allocateDefined(store)({
          ...request,
          definition,
          poolOf: (other) => poolOf(invocation, attachment, other),
        })
      : allocate(store)({ ...request, pool: pool.right })
  const allocations = await allocating()
  return isLeft(allocations) ? left(toFailure(allocations.left)) : allocations
}

/** Whatever can fail without a lease fails before there is one. */
export const add: StoreHandler = async (invocation) => {
  const attachment = readAttachment(invocation)
  if (isLeft(attachment)) return attachment
  const { config } = attachment.right
  const dns = readResolvConf(invocation.io, config.ipam.resolvConf)
  if (isLeft(dns)) return dns
  const netns = refuseOwnNetns(invocation)
  if (isLeft(netns)) return netns
  const allocations = await withStore(invocation, config, (store) =>
    leaseAddresses(invocation, attachment.right, store),
  )
  if (isLeft(allocations)) return allocations
  const leases: Lease[] = []
  const addresses: ResultAddress[] = []
  for (const { lease, prefixLength, gateway } of allocations.right) {
    leases.push(lease)
    addresses.push({ address: lease.address, prefixLength, gateway })
  }
  logLeased(invocation.log, leases)
  return right(
    formatResult(invocation.request.version, {
      addresses,
      routes: config.ipam.routes ?? [],
      dns: dns.right,
    }),
  )
}
