/** What clients of a network were told, and what they cannot know because they were told of an error. */

export interface KvLedger {
  /** Containers that were told of their addresses, and are still there. */
  readonly acknowledged: Map<string, readonly string[]>
  /** Containers of which a command failed or was not answered, and what they held before it. */
  readonly doubtful: Map<string, readonly string[] | undefined>
  /** Containers that were told that they hold nothing any more. */
  readonly released: Set<string>
  readonly errors: string[]
  /** Milliseconds of the longest command. */
  readonly longest: () => number
  /** Commands that succeeded. */
  readonly count: () => number
  readonly begin: (container: string) => void
  readonly added: (container: string, addresses: readonly string[], elapsed: number) => void
  readonly deleted: (container: string, elapsed: number) => void
  readonly failed: (message: string, elapsed: number) => void
}

export const kvLedger = (): KvLedger => {
  const acknowledged = new Map<string, readonly string[]>()
  const doubtful = new Map<string, readonly string[] | undefined>()
  const released = new Set<string>()
  const errors: string[] = []
  let longest = 0
  let count = 0
  const ended = (elapsed: number) => {
    longest = Math.max(longest, elapsed)
  }
  return {
    acknowledged,
    doubtful,
    released,
    errors,
    longest: () => longest,
    count: () => count,
    begin: (container) => {
      doubtful.set(container, acknowledged.get(container))
      acknowledged.delete(container)
    },
    added: (container, addresses, elapsed) => {
      doubtful.delete(container)
      acknowledged.set(container, [...addresses].sort())
      count += 1
      ended(elapsed)
    },
    deleted: (container, elapsed) => {
      doubtful.delete(container)
      released.add(container)
      count += 1
      ended(elapsed)
    },
    failed: (message, elapsed) => {
      errors.push(message)
      ended(elapsed)
    },
  }
}
