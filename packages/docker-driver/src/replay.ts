/**
 * What this driver remembers of one run of dockerd, which announces itself by activating the plugin
 * and then asks once more for all that it had: pools always, addresses after it was killed.
 *
 * A driver that is restarted meanwhile is not announced to, and knows of no replay.
 */
import type { Address, Lease } from "@cni-ipam/core"
import { formatAddress } from "@cni-ipam/core"

export interface Replay {
  /** dockerd has started. */
  readonly begin: () => void
  /** How often the pool was asked for, this time included, if the store says `stored` times. */
  readonly countRequest: (pool: string, stored: number) => number
  /** The count was written. */
  readonly noteRequest: (pool: string) => void
  /** Whether dockerd may ask for what is leased already: once, if it was before it started. */
  readonly readopt: (lease: Lease) => boolean
}

const nameOf = ({ network, address, owner }: Lease & { readonly address: Address }): string =>
  `${network} ${formatAddress(address)} ${owner.containerId}`

/** @param now in milliseconds since 1970, as leases tell their time. */
export const replayMemory = (now: () => number): Replay => {
  let begunAt: number | undefined
  const asked = new Set<string>()
  const adopted = new Set<string>()
  return {
    begin: () => {
      begunAt = now()
      asked.clear()
      adopted.clear()
    },
    countRequest: (pool, stored) => (begunAt === undefined || asked.has(pool) ? stored + 1 : 1),
    noteRequest: (pool) => {
      asked.add(pool)
    },
    readopt: (lease) => {
      if (begunAt === undefined || lease.allocatedAt >= begunAt || adopted.has(nameOf(lease)))
        return false
      adopted.add(nameOf(lease))
      return true
    },
  }
}
