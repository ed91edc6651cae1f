/** Mixes what several parties have to do. */

/** Gives numbers in [0, 1). */
export type Random = () => number

/**
 * One list of all queues' items in a random order, in which those of one queue keep theirs. So
 * nobody always runs after the same neighbour, who may have left the caches full or empty.
 */
export const interleaved = <A>(
  queues: readonly (readonly A[])[],
  random: Random = Math.random,
): readonly A[] =>
  queues
    .flatMap((queue) => {
      const places = queue.map(random).sort((one, other) => one - other)
      return queue.map((item, index) => ({ item, place: places[index] ?? 1 }))
    })
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
