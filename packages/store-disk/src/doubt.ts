/**
 * When a look at the index is not good enough, and is taken again after the directory was read.
 *
 * Somebody who removes a file just while a command of ours is under way, and does not take the
 * lock, goes unnoticed. So a range that seems exhausted is looked at closely, but not so often
 * that every request that fails reads the whole directory.
 */
import type { Session } from "./session.js"

export interface Doubt {
  readonly _tag: "Doubtful"
}

export const doubt: Doubt = { _tag: "Doubtful" }

const lookAgainAfterMs = 60_000

/** @param isExhausted some range set seems to have nothing left. */
export const isDoubtful = ({ index, seal }: Session, isExhausted: boolean): boolean => {
  const wasReadJustNow = seal === undefined
  if (wasReadJustNow) return false
  if (!index.isSound()) return true
  const ageMs = Date.now() - (Number(seal.scannedAt) || 0)
  // It was in the future: somebody has set the clock.
  return isExhausted && (ageMs > lookAgainAfterMs || ageMs < 0)
}
