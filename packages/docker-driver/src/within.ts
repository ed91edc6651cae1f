/** Waits for something, but not for ever. */

/**
 * What the work comes to, or `undefined` if it is not done in time; it goes on then, unheeded.
 *
 * @example
 * const pools = await within(2000, readPools())
 */
export const within = <A>(milliseconds: number, work: Promise<A>): Promise<A | undefined> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
