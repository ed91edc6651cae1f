/** What is computed from measurements. */
import type { Random } from "./interleave.js"

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other)
  const upper = sorted.at(sorted.length >> 1)
  const lower = sorted.at((sorted.length - 1) >> 1)
  if (lower === undefined || upper === undefined) throw new Error("no values have no median")
  return (lower + upper) / 2
}

export const ratioOfMedians = (upper: readonly number[], lower: readonly number[]): number =>
  median(upper) / median(lower)

const resamples = 2000
const share = { from: 0.025, to: 0.975 }

/**
 * The interval in which the ratio of the medians lies with a confidence of 95 %, by bootstrap.
 *
 * Rounds are drawn, not values: what was measured in one round met the same state of the machine.
 */
export const ratioInterval = (
  upper: readonly number[],
  lower: readonly number[],
  random: Random = Math.random,
): readonly [from: number, to: number] => {
  const ratios = Array.from({ length: resamples }, () => {
    const rounds = upper.map(() => Math.floor(random() * upper.length))
    const drawnFrom = (values: readonly number[]) => rounds.flatMap((round) => values[round] ?? [])
    return ratioOfMedians(drawnFrom(upper), drawnFrom(lower))
  }).sort((one, other) => one - other)
  const at = (position: number): number => ratios[Math.round(position * (resamples - 1))] ?? 0
  return [at(share.from), at(share.to)]
}
