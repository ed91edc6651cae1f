/**
 * The pools that this node uses, which cannot change as long as it does: so a request for an address
 * need not ask the store what its pool is. That it still does is checked with each lease, because a
 * cleanup in another process may have ended it.
 */
import type { DockerPool } from "./docker-pool.js"
import { poolId } from "./pool-name.js"

export interface KnownPools {
  readonly get: (id: string) => DockerPool | undefined
  readonly keep: (pool: DockerPool) => void
  readonly forget: (id: string) => void
}

export const knownPools = (): KnownPools => {
  const pools = new Map<string, DockerPool>()
  return {
    get: (id) => pools.get(id),
    keep: (pool) => {
      pools.set(poolId(pool.name), pool)
    },
    forget: (id) => {
      pools.delete(id)
    },
  }
}
