/** The networks in which commands are measured, and how fast they have to be there. */
import type { CniCommand } from "./plugin.js"
import { allButOne, leasesInARow, noLeases, type Seed } from "./seed.js"

type Limits = Readonly<Record<CniCommand, number>>

export type Cell = {
  readonly name: string
  readonly seed: Seed
  readonly rounds: number
  /** How often our plugin has its turn in a round, in which the Go plugin has one. */
  readonly turns: number
  /** How many times as long as the Go plugin's commands ours may take. */
  readonly limits?: Limits
  /** How many times as long as in an empty network our commands may take. */
  readonly growthLimit?: number
}

const limits = (add: number, others: number): Limits => ({ ADD: add, CHECK: others, DEL: others })

export const sameForAll = (limit: number): Limits => limits(limit, limit)

export const cells: readonly Cell[] = [
  { name: "0 leases", seed: noLeases, rounds: 200, turns: 1, limits: limits(1.9, 2.8) },
  { name: "250 leases", seed: leasesInARow(250), rounds: 200, turns: 1, limits: limits(1.3, 1.7) },
  {
    name: "10 000 leases",
    seed: leasesInARow(10_000),
    rounds: 40,
    turns: 3,
    limits: sameForAll(0.12),
  },
  {
    name: "60 000 leases of a /16",
    seed: leasesInARow(60_000),
    rounds: 12,
    turns: 10,
    limits: sameForAll(0.02),
    growthLimit: 1.3,
  },
  {
    name: "one free address in a /16",
    seed: allButOne,
    rounds: 6,
    turns: 20,
    growthLimit: 1.3,
  },
]

/** How much memory our commands may take, in megabytes. */
export const peakLimit = 60
