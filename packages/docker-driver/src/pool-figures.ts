/** How full the pools are that a node uses, as the store has it. */
import type { Store, StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DockerPool } from "./docker-pool.js"
import { sizeOf } from "./docker-pool.js"
import { leasesIn } from "./leftover-leases.js"
import { listPools, listUses } from "./pool-documents.js"
import { poolId } from "./pool-name.js"

export interface PoolFigures {
  readonly pool: string
  /** Addresses in use, on any node. */
  readonly used: number
  readonly free: number
}

export interface SeenPools {
  /** Pools of all nodes. */
  readonly count: number
  readonly pools: readonly PoolFigures[]
}

/** Prometheus gives up after ten seconds, and no pool's figures are worth keeping a store busy. */
const longestMs = 2000

const figuresOf =
  (store: Store) =>
  (pool: DockerPool): TaskEither<StoreError, PoolFigures> =>
    pipe(
      leasesIn(store, pool.name),
      TE.map((leases) => {
        const isChosen = (value: bigint): boolean =>
          pool.chosen.ranges.some(({ allocatable }) =>
            allocatable.some(({ first, last }) => first <= value && value <= last),
          )
        const chosen = leases.filter(({ address }) => isChosen(address.value)).length
        return {
          pool: poolId(pool.name),
          used: leases.length,
          free: Number(sizeOf(pool) - BigInt(chosen)),
        }
      }),
    )

/**
 * Looks at one pool after the other for two seconds at most. Where there are so many that this is too
 * short, the next look goes on behind the last one, and tells of the others what it was.
 *
 * @param now in milliseconds of any clock.
 * @returns `undefined` if the pools cannot be read. One whose leases cannot be read is left out.
 */
export const poolFigures = (
  store: Store,
  node: string,
  now = () => performance.now(),
): (() => Promise<SeenPools | undefined>) => {
  const known = new Map<string, PoolFigures>()
  let next = 0

  const look = async (pools: readonly DockerPool[]): Promise<void> => {
    const until = now() + longestMs
    for (let looked = 0; looked < pools.length && now() < until; looked++) {
      const pool = pools[next++ % pools.length]
      if (pool === undefined) continue
      const figures = await figuresOf(store)(pool)()
      if (figures._tag === "Right") known.set(figures.right.pool, figures.right)
      else known.delete(poolId(pool.name))
    }
  }

  return async () => {
    const all = await listPools(store.documents)()
    if (all._tag === "Left") return undefined
    const uses = await listUses(store.documents, node)(all.right)()
    if (uses._tag === "Left") return undefined
    const pools = uses.right.flatMap(({ pool, isUsed }) => (isUsed ? [pool] : []))
    await look(pools)
    return {
      count: all.right.length,
      pools: pools.flatMap(({ name }) => known.get(poolId(name)) ?? []),
    }
  }
}
