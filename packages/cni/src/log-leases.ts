/** Leaves a trace of leases in the log. */
import type { Lease } from "@cni-ipam/core"
import { formatAddress, formatOwner } from "@cni-ipam/core"
import type { Log } from "./log.js"

/** @example logLeased(log, allocations.map(({ lease }) => lease)) */
export const logLeased = (log: Log, leases: readonly Lease[]): void => {
  for (const { address, owner } of leases)
    log.info(`leased ${formatAddress(address)} to ${formatOwner(owner)}`)
}

/** @example logReleased(log, report.released) */
export const logReleased = (log: Log, leases: readonly Lease[]): void => {
  for (const { address, owner } of leases)
    log.info(`released ${formatAddress(address)} of ${formatOwner(owner)}`)
}
