/** How many times a second something is done, so many of it at once. */
export const perSecond = async (
  count: number,
  inFlight: number,
  work: (index: number) => Promise<void>,
): Promise<number> => {
  const queue = Array.from({ length: count }, (_, index) => index).values()
  const lane = async (): Promise<void> => {
    for (const index of queue) await work(index)
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: inFlight }, lane))
  return (count / (performance.now() - started)) * 1000
}
