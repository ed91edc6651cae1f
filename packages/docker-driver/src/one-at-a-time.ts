/** Requests for one thing wait for each other, so that this process is not overtaken by itself. */
import type { Task } from "fp-ts/lib/Task.js"

export type OneAtATime = <A>(name: string, work: Task<A>) => Task<A>

/** Whichever comes first; a timer that is not needed any more keeps no process alive. */
const patiently = (before: Promise<unknown>, milliseconds: number): Promise<unknown> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  return Promise.race([before, late]).finally(() => clearTimeout(timer))
}

/**
 * @param patience how long a request waits for those before it, in milliseconds: one that hangs must
 *   not hold up all others for the sum of their time limits. It is for speed, not for safety.
 *
 * @example
 * const inTurn = oneAtATime(2000)
 * await inTurn("pool a", requestPool(kit)(request))()
 */
export const oneAtATime = (patience: number): OneAtATime => {
  const last = new Map<string, Promise<unknown>>()
  return (name, work) => async () => {
    const before = last.get(name)
    const own = before === undefined ? work() : patiently(before, patience).then(work)
    const end = own.catch(() => undefined)
    last.set(name, end)
    try {
      return await own
    } finally {
      if (last.get(name) === end) last.delete(name)
    }
  }
}
