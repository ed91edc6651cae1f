/**
 * How many pairs of `allocate` and `release` a memory store does in a second, by how full it is.
 *
 * Run it after a build with `node` (type stripping) or `bun`; `bun --conditions=source` needs no
 * build. Prints one line a case: the median and the best of the rounds.
 */
import type { Pool, Store } from "@cni-ipam/core"
import { address, allocate, memoryStore, readPool, release } from "@cni-ipam/core"

interface Case {
  readonly name: string
  readonly subnet: string
  /** Offsets from the network address that are leased before the measurement. */
  readonly leased: readonly number[]
}

const pairsPerRound = 50_000
const rounds = 7

/** The same numbers on every run (xorshift32), so that two versions meet the same store. */
const numbers = (): (() => number) => {
  let state = 0x9e3779b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const scattered = (total: number, share: number): readonly number[] => {
  const next = numbers()
  return Array.from({ length: total }, (_, index) => index + 2).filter(() => next() < share)
}

const cases: readonly Case[] = [
  { name: "IPv4 /16, empty", subnet: "10.0.0.0/16", leased: [] },
  { name: "IPv4 /16, 50 % full", subnet: "10.0.0.0/16", leased: scattered(65_533, 0.5) },
  { name: "IPv4 /16, 99 % full", subnet: "10.0.0.0/16", leased: scattered(65_533, 0.99) },
  { name: "IPv6 /64, 60 000 leases", subnet: "2001:db8::/64", leased: scattered(60_000, 1) },
]

const orThrow = <A>(result: { _tag: "Left"; left: unknown } | { _tag: "Right"; right: A }): A => {
  if (result._tag === "Left") throw new Error(JSON.stringify(result.left))
  return result.right
}

const fill = async (
  store: Store,
  { network, rangeSets }: Pool,
  { leased }: Case,
): Promise<void> => {
  const first = rangeSets[0]?.ranges[0]?.subnet.network
  if (first === undefined) throw new Error("a pool without ranges")
  for (const offset of leased) {
    const owner = { containerId: `filler-${offset}`, ifname: "eth0" }
    const wanted = [{ rangeSet: "0", address: address(first.family, first.value + BigInt(offset)) }]
    const details = { node: "bench", allocatedAt: 0 }
    const { revision } = orThrow(await store.view({ network, owner, rangeSets: [] })())
    orThrow(await store.reserve({ network, owner, revision, wanted, details })())
  }
}

/** Pairs a second. */
const measure = async (store: Store, pool: Pool): Promise<number> => {
  const began = performance.now()
  for (let pair = 0; pair < pairsPerRound; pair++) {
    const owner = { containerId: `pod-${pair}`, ifname: "eth0" }
    orThrow(await allocate(store)({ pool, owner })())
    orThrow(await release(store)({ network: pool.network, owner })())
  }
  return pairsPerRound / ((performance.now() - began) / 1000)
}

for (const one of cases) {
  const store = memoryStore()
  const pool = orThrow(readPool("lan", [[{ subnet: one.subnet }]]))
  await fill(store, pool, one)
  await measure(store, pool)
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) rates.push(await measure(store, pool))
  const [best = 0, median = 0] = [Math.max(...rates), rates.sort((a, b) => a - b)[rounds >> 1]]
  const text = (rate: number): string => Math.round(rate).toLocaleString("en").padStart(9)
  process.stdout.write(`${one.name.padEnd(24)}${text(median)} pairs/s, best ${text(best)}\n`)
}
