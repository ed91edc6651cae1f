/** All that a plugin touches of the machine it runs on, beside its store. */
import type { Either } from "fp-ts/lib/Either.js"

export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  /** All of standard input. May throw. */
  readonly readInput: () => string
  /** Writes to standard output, which carries the answer and nothing else. May throw. */
  readonly print: (text: string) => void
  /** Writes to standard error. May throw. */
  readonly printError: (text: string) => void
  /** The content of a file, or in a few words why there is none. */
  readonly readFile: (path: string) => Either<string, string>
  /** May throw. */
  readonly appendFile: (path: string, text: string) => void
  readonly hostname: () => string
  /** Whether the path leads to the network namespace of this process. A dead path does not. */
  readonly sameNetns: (path: string) => boolean
  readonly now: () => Date
}
