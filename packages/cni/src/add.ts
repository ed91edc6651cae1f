/** ADD: leases addresses for an interface of a container, and tells how to use them. */
import type {
  Allocation,
  AllocationError,
  Pool,
  PoolError,
  Store,
  StoreError,
} from "@cni-ipam/core"
import { allocate, allocateDefined, formatRangeSet, samePool } from "@cni-ipam/core"
import { isLeft, isRight, map, mapLeft, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Attachment } from "./attachment.js"
import { readAttachment } from "./attachment.js"
import { formatResult } from "./format-result.js"
import type { StoreHandler } from "./handler.js"
import type { StoreInvocation } from "./invocation.js"
import type { Log } from "./log.js"
import { logLeased } from "./log-leases.js"
import { refuseOwnNetns } from "./netns.js"
import type { FamilyError } from "./network-pool.js"
import { keepsDefinitions, nodeOf, withStore } from "./open-store.js"
import type { AllocationFailure } from "./plugin-error.js"
import { readResolvConf } from "./resolv-conf-file.js"
import type { ResultAddress } from "./result.js"

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

const leaseAddresses = (
  invocation: StoreInvocation,
  { config, pool, definition, poolOf, owner, requested, holder }: Attachment,
) => {
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
  const badPool = mapLeft((error: PoolError | FamilyError): BadPool => ({ _tag: "BadPool", error }))

  const lease = (store: Store): TaskEither<LeaseError, readonly Allocation[]> =>
    keepsDefinitions(invocation, config)
      ? pipe(
          allocateDefined(store)({
            ...request,
            definition,
            poolOf: (ranges) =>
              pipe(
                poolOf(ranges),
                map((defined) => {
                  warnIfOthers(invocation, pool, defined)
                  return defined
                }),
                badPool,
              ),
          }),
          TE.mapLeft(toFailure),
        )
      : isLeft(pool)
        ? TE.left(pool.left)
        : pipe(allocate(store)({ ...request, pool: pool.right }), TE.mapLeft(toFailure))

  return withStore(invocation, config, lease)
}

const logAllocations = (log: Log, allocations: readonly Allocation[]): void =>
  logLeased(
    log,
    allocations.map(({ lease }) => lease),
  )

const toResultAddress = ({ lease, prefixLength, gateway }: Allocation): ResultAddress => ({
  address: lease.address,
  prefixLength,
  gateway,
})

/** Whatever can fail without a lease fails before there is one. */
export const add: StoreHandler = (invocation) => async () => {
  const attachment = readAttachment(invocation)
  if (isLeft(attachment)) return attachment
  const { ipam } = attachment.right.config
  const dns = readResolvConf(invocation.io, ipam.resolvConf)
  if (isLeft(dns)) return dns
  const netns = refuseOwnNetns(invocation)
  if (isLeft(netns)) return netns
  const allocations = await leaseAddresses(invocation, attachment.right)()
  if (isLeft(allocations)) return allocations
  logAllocations(invocation.log, allocations.right)
  return right(
    formatResult(invocation.request.version, {
      addresses: allocations.right.map(toResultAddress),
      routes: ipam.routes ?? [],
      dns: dns.right,
    }),
  )
}
