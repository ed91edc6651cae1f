/** A measured value beside what it should reach, as cells of a table. */

type Judged = readonly [value: string, limit: string, verdict: string]

const verdict = (isReached: boolean): string => (isReached ? "ok" : "miss")

/** Three significant digits, of small values and of large ones. */
export const inShort = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(3)

/** A large number with its thousands apart. */
export const inWhole = (value: number): string =>
  Math.round(value).toLocaleString("en").replaceAll(",", " ")

/** @param limit no target if absent. */
export const atMost = (value: number, limit: number | undefined): Judged =>
  limit === undefined
    ? [inShort(value), "", ""]
    : [inShort(value), `≤ ${limit}`, verdict(value <= limit)]

export const atLeast = (value: number, limit: number): Judged => [
  inWhole(value),
  `≥ ${inWhole(limit)}`,
  verdict(value >= limit),
]
