/**
 * Where in a supernet there is room for pools of one length: its blocks of that length, by their
 * numbers from 0 on, in runs of free ones.
 *
 * Whatever is not told to be free may be in use, or was not told of; what is told to be free may have
 * been taken by somebody who does not tell.
 */
import type { Cidr } from "@cni-ipam/core"
import { address, bitsOf } from "@cni-ipam/core"
import type { Supernet } from "./kit.js"
import { blockFrom, subnetsOverlap } from "./subnet.js"

/** Blocks that are free, with all between them; runs do not touch. */
export interface Run {
  readonly first: bigint
  readonly last: bigint
}

export interface FreeBlocks {
  readonly supernet: Supernet
  /** In order. */
  readonly runs: readonly Run[]
  /** Of the blocks behind this one nothing is told. */
  readonly end: bigint
}

/** No /12 of /24s has more runs than this: so of the default supernet everything is told. */
export const mostRuns = 2048

const hostBitsOf = ({ block, length }: Supernet): bigint =>
  BigInt(bitsOf(block.network.family) - length)

const lastBlock = ({ block, length }: Supernet): bigint =>
  (1n << BigInt(length - block.prefixLength)) - 1n

const blockOf = (supernet: Supernet, number: bigint): Cidr => {
  const { family, value } = supernet.block.network
  return blockFrom(address(family, value + (number << hostBitsOf(supernet))), supernet.length)
}

/** The blocks that a subnet lies in or covers; `undefined` for one that is outside. */
const blocksOf = (supernet: Supernet, subnet: Cidr): Run | undefined => {
  const { block } = supernet
  if (!subnetsOverlap(block, subnet)) return undefined
  const numberOf = (value: bigint): bigint => (value - block.network.value) >> hostBitsOf(supernet)
  return subnet.prefixLength <= block.prefixLength
    ? { first: 0n, last: lastBlock(supernet) }
    : { first: numberOf(subnet.network.value), last: numberOf(subnet.last.value) }
}

const byFirst = (a: Run, b: Run): number => (a.first < b.first ? -1 : 1)

/** Runs that touch become one. */
const joined = (runs: readonly Run[]): readonly Run[] => {
  const all: Run[] = []
  for (const run of runs.toSorted(byFirst)) {
    const before = all.at(-1)
    if (before === undefined || before.last + 1n < run.first) all.push(run)
    else if (run.last > before.last) all[all.length - 1] = { ...before, last: run.last }
  }
  return all
}

/** As many runs as are kept; what is behind them is not told of. */
const shortened = (free: FreeBlocks): FreeBlocks => {
  const next = free.runs[mostRuns]
  return next === undefined
    ? free
    : { ...free, runs: free.runs.slice(0, mostRuns), end: next.first - 1n }
}

/** Nothing is told of any block. */
export const nothingTold = (supernet: Supernet): FreeBlocks => ({ supernet, runs: [], end: -1n })

export const isAllTold = ({ supernet, end }: FreeBlocks): boolean => end === lastBlock(supernet)

/** @param used all subnets that there are; they may overlap, and lie outside. */
export const freeBlocksBeside = (supernet: Supernet, used: readonly Cidr[]): FreeBlocks => {
  const end = lastBlock(supernet)
  const runs: Run[] = []
  let next = 0n
  for (const { first, last } of joined(used.flatMap((one) => blocksOf(supernet, one) ?? []))) {
    if (first > next) runs.push({ first: next, last: first - 1n })
    next = last + 1n
  }
  if (next <= end) runs.push({ first: next, last: end })
  return shortened({ supernet, runs, end })
}

export const firstFreeBlock = ({ supernet, runs: [run] }: FreeBlocks): Cidr | undefined =>
  run && blockOf(supernet, run.first)

/** Somebody takes the subnet. */
export const withoutSubnet = (free: FreeBlocks, subnet: Cidr): FreeBlocks => {
  const taken = blocksOf(free.supernet, subnet)
  return taken === undefined
    ? free
    : shortened({
        ...free,
        runs: free.runs.flatMap(({ first, last }) =>
          last < taken.first || taken.last < first
            ? [{ first, last }]
            : [
                { first, last: taken.first - 1n },
                { first: taken.last + 1n, last },
              ].filter((rest) => rest.first <= rest.last),
        ),
      })
}

/** The subnet is given back. That others may lie in the same block is found when it is looked at. */
export const withSubnet = (free: FreeBlocks, subnet: Cidr): FreeBlocks => {
  const given = blocksOf(free.supernet, subnet)
  if (given === undefined || given.first > free.end) return free
  const run = given.last > free.end ? { ...given, last: free.end } : given
  return shortened({ ...free, runs: joined([...free.runs, run]) })
}
