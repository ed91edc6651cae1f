/** ADD: leases addresses for an interface of a container, and tells how to use them. */
import type { Allocation, AllocationError, Pool, StoreError } from "@cni-ipam/core"
import { allocate, rangeFor } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Attachment } from "./attachment.js"
import { readAttachment } from "./attachment.js"
import { formatResult } from "./format-result.js"
import type { Handler } from "./handler.js"
import type { Invocation } from "./invocation.js"
import type { Log } from "./log.js"
import { logLeased } from "./log-leases.js"
import { refuseOwnNetns } from "./netns.js"
import { nodeOf, withStore } from "./open-store.js"
import type { AllocationFailure } from "./plugin-error.js"
import { readResolvConf } from "./resolv-conf-file.js"
import type { ResultAddress } from "./result.js"

/** The range set that could not give its address, where the failure is about one. */
const failedSet = (pool: Pool, error: AllocationError): string | undefined => {
  if ("rangeSet" in error) return error.rangeSet.id
  return error._tag === "AlreadyLeased"
    ? pool.rangeSets.find((set) => rangeFor(set, error.address) !== undefined)?.id
    : undefined
}

const toFailure =
  (pool: Pool) =>
  (error: AllocationError): AllocationFailure | StoreError =>
    error._tag === "Store"
      ? error.error
      : { _tag: "Allocation", rangeSet: failedSet(pool, error), error }

const leaseAddresses = (
  invocation: Invocation,
  { config, pool, owner, requested, holder }: Attachment,
) =>
  withStore(invocation, config, (store) =>
    pipe(
      allocate(store)({
        pool,
        owner,
        requested,
        details: {
          ...holder,
          node: nodeOf(invocation, config),
          allocatedAt: invocation.io.now().getTime(),
        },
      }),
      TE.mapLeft(toFailure(pool)),
    ),
  )

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
export const add: Handler = (invocation) =>
  pipe(
    TE.Do,
    TE.bindW("attachment", () => TE.fromEither(readAttachment(invocation.request))),
    TE.bindW("dns", ({ attachment }) =>
      TE.fromEither(readResolvConf(invocation.io, attachment.config.ipam.resolvConf)),
    ),
    TE.tapEither(() => refuseOwnNetns(invocation)),
    TE.bindW("allocations", ({ attachment }) => leaseAddresses(invocation, attachment)),
    TE.tapIO(
      ({ allocations }) =>
        () =>
          logAllocations(invocation.log, allocations),
    ),
    TE.map(({ attachment, dns, allocations }) =>
      formatResult(invocation.request.version, {
        addresses: allocations.map(toResultAddress),
        routes: attachment.config.ipam.routes ?? [],
        dns,
      }),
    ),
  )
