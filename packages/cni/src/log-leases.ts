/** Leaves a trace of leases in the log. */
import type { Lease } from "@cni-ipam/core"
import { formatAddress, formatOwner } from "@cni-ipam/core"
import type { Log } from "./log.js"

const logEach =
  (event: (address: string, owner: string) => string) => (log: Log, leases: readonly Lease[]) => {
    for (const { address, owner } of leases)
      log.info(event(formatAddress(address), formatOwner(owner)))
  }

/** @example logLeased(log, allocations.map(({ lease }) => lease)) */
export const logLeased = logEach((address, owner) => `leased ${address} to ${owner}`)

/** @example logReleased(log, report.released) */
export const logReleased = logEach((address, owner) => `released ${address} of ${owner}`)
