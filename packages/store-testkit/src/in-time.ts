/** An end to waiting for a store that never answers. */

/**
 * Rejects after so many milliseconds if the work is not done by then. It is not stopped: nobody can.
 *
 * @example
 * await inTime(30_000, answer(store.networks))
 */
export const inTime = async <A>(timeout: number, work: Promise<A>): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${timeout} ms`)), timeout)
  })
  try {
    return await Promise.race([work, end])
  } finally {
    clearTimeout(timer)
  }
}
