/** Waiting for something that nobody announces: asks again and again until a deadline. */
import { setTimeout as sleep } from "node:timers/promises"

const pause = 20

/**
 * The first answer of `probe` that is not undefined. A probe that throws counts as one without an
 * answer, and the last reason is told when time is up.
 *
 * @param failure what the error says, such as "no leader".
 * @param within milliseconds.
 */
export const waitUntil = async <T>(
  failure: string,
  within: number,
  probe: () => Promise<T | undefined>,
): Promise<T> => {
  const deadline = performance.now() + within
  for (;;) {
    let reason: unknown
    try {
      const answer = await probe()
      if (answer !== undefined) return answer
    } catch (error) {
      reason = error
    }
    if (performance.now() > deadline)
      throw new Error(`${failure} within ${within} ms${reason === undefined ? "" : `: ${reason}`}`)
    await sleep(pause)
  }
}
