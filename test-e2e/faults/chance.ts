/** What tests leave to chance when they disturb commands. */

const steps = 12

/**
 * Moments spread evenly over the life of a process, and a little beyond.
 *
 * @returns each time another number of milliseconds.
 */
export const moments = (lifeMs: number): (() => number) => {
  let step = 0
  return () => {
    step = (step + 1) % steps
    return Math.max(1, Math.round(((step + Math.random()) / steps) * 1.1 * lifeMs))
  }
}

export const shuffled = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => [Math.random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
