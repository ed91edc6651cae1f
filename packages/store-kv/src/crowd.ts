/**
 * Word that many are allocating at once: the first free address is what all of them would choose,
 * so they choose at random for a while.
 *
 * Whoever loses an address to somebody else spreads it, under a key of its own. In the cursor it
 * would be lost at once: there the next one writes who has met nobody.
 */

/** How long after a collision others are expected, in milliseconds. */
const lastsMs = 10_000

/** @example formatCrowd(Date.now()) */
export const formatCrowd = (now: number): string => `${now + lastsMs}`

/** Clocks of machines differ; a crowd announced for later than ours could last is none. */
export const isCrowd = (text: string, now: number): boolean => {
  const until = Number(text)
  return until > now && until - now <= lastsMs
}
