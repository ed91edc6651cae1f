/**
 * What this driver remembers of the start of a dockerd, which announces itself by activating the
 * plugin and then asks once more for all that it had: first each pool, with its gateway, and the
 * addresses of its containers if it was killed; only then anything else.
 *
 * That it activates the plugin does not prove that it does so: a dockerd that started without its
 * driver asks for nothing again, and activates the plugin with the first thing that a user wants. So
 * whatever else is asked for ends this, and time does. A driver that is restarted meanwhile is not
 * announced to, and knows of no replay.
 */
import type { Owner } from "@cni-ipam/core"

export interface Replay {
  /** dockerd activates the plugin. */
  readonly begin: () => void
  /** Something was asked for that a dockerd which starts does not ask for. */
  readonly end: () => void
  /** The pool was asked for, and counted; `before` is what the store said before that. */
  readonly notePool: (pool: string, before: number) => void
  /**
   * The gateway of the pool was asked for by its address.
   *
   * @returns the count that was before dockerd started, if the last request for the pool was one of
   *   these, by all that is known: a new network does not ask for the gateway that its pool has.
   */
  readonly replayed: (pool: string) => number | undefined
  /** An address was leased that was asked for without a MAC address. */
  readonly noteLease: (owner: Owner) => void
  /** Whether dockerd may ask for what this holder has: once, if it had it before it started. */
  readonly mayReadopt: (owner: Owner) => boolean
}

interface PoolCount {
  readonly before: number
  /** So many of the requests may yet turn out to be replays. */
  readonly awaited: number
  readonly isPending: boolean
}

/** Longer than any dockerd takes to ask for all that it had, in milliseconds. */
const longestReplayMs = 3 * 60_000

/** @param uptime in milliseconds, of a clock that nobody sets. */
export const replayMemory = (uptime: () => number): Replay => {
  let begunAt: number | undefined
  const pools = new Map<string, PoolCount>()
  const leased = new Set<string>()
  const forget = () => {
    begunAt = undefined
    pools.clear()
    leased.clear()
  }
  const isOpen = (): boolean => {
    if (begunAt !== undefined && uptime() - begunAt > longestReplayMs) forget()
    return begunAt !== undefined
  }
  return {
    begin: () => {
      forget()
      begunAt = uptime()
    },
    end: forget,
    notePool: (pool, before) => {
      if (!isOpen()) return
      const known = pools.get(pool) ?? { before, awaited: before }
      pools.set(pool, { ...known, isPending: true })
    },
    replayed: (pool) => {
      const known = isOpen() ? pools.get(pool) : undefined
      if (known === undefined || !known.isPending || known.awaited === 0) return undefined
      pools.set(pool, { ...known, awaited: known.awaited - 1, isPending: false })
      return known.before
    },
    noteLease: ({ containerId }) => {
      if (isOpen()) leased.add(containerId)
    },
    mayReadopt: ({ containerId }) => isOpen() && !leased.has(containerId),
  }
}
