/**
 * Milliseconds of a clock that nobody sets.
 *
 * In a function of its own: the engine makes what a function names when that is called first, and
 * who never waits would pay for a clock with as much as for reading a file.
 */
export const monotonicMs = (): number => performance.now()
