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
import { within } from "./within.js"

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

interface ReadPools {
  readonly count: number
  /** Those that the node uses. */
  readonly pools: readonly DockerPool[]
}

const readPools = (store: Store, node: string): TaskEither<StoreError, ReadPools> =>
  pipe(
    listPools(store.documents),
    TE.flatMap((all) =>
      pipe(
        all,
        listUses(store.documents, node),
        TE.map((uses) => ({
          count: all.length,
          pools: uses.flatMap(({ pool, isUsed }) => (isUsed ? [pool] : [])),
        })),
      ),
    ),
  )

/**
 * Looks at the store for two seconds at most: at what pools there are, then at one after the other.
 * Where there are so many that this is too short, the next look goes on behind the last one, and
 * tells of the others what it was.
 *
 * @param now in milliseconds of any clock.
 * @returns `undefined` if the pools cannot be read, or not in time. One whose leases cannot be read
 *   is left out.
 */
export const poolFigures = (
  store: Store,
  node: string,
  now = () => performance.now(),
): (() => Promise<SeenPools | undefined>) => {
  const known = new Map<string, PoolFigures>()
  let next = 0

  const forgetOthers = (pools: readonly DockerPool[]): void => {
    const ids = new Set(pools.map(({ name }) => poolId(name)))
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
  }

  const look = async (pools: readonly DockerPool[], until: number): Promise<void> => {
    for (let looked = 0; looked < pools.length && now() < until; looked++) {
      const pool = pools[next++ % pools.length]
      if (pool === undefined) continue
      const figures = await figuresOf(store)(pool)()
      if (figures._tag === "Right") known.set(figures.right.pool, figures.right)
      else known.delete(poolId(pool.name))
    }
  }

  return async () => {
    const until = now() + longestMs
    const read = await within(longestMs, readPools(store, node)())
    if (read === undefined || read._tag === "Left") return undefined
    const { count, pools } = read.right
    forgetOthers(pools)
    await within(Math.max(0, until - now()), look(pools, until))
    return { count, pools: pools.flatMap(({ name }) => known.get(poolId(name)) ?? []) }
  }
}
