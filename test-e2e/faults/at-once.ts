/**
 * Works through a list, at most so many items at a time. The results are in the order of the items.
 *
 * @param work gets the number of its lane too, for what only one at a time may use.
 */
export const atOnce = async <Item, Result>(
  most: number,
  items: readonly Item[],
  work: (item: Item, lane: number) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: (readonly [number, Result])[] = []
  const queue = items.entries()
  const lane = async (_: unknown, number: number): Promise<void> => {
    for (const [index, item] of queue) results.push([index, await work(item, number)])
  }
  await Promise.all(Array.from({ length: most }, () => undefined).map(lane))
  return results.sort(([a], [b]) => a - b).map(([, result]) => result)
}
