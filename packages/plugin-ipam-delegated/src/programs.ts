/** Other programs as this plugin needs them: found by their path, run with an input and a deadline. */
import type { Task } from "fp-ts/lib/Task.js"

export interface ProgramRun {
  readonly path: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly input: string
  /** After so many milliseconds the program is killed, with all that it has started. */
  readonly timeout: number
}

export type ProgramEnd =
  | { readonly _tag: "Exited"; readonly status: number; readonly output: string }
  | { readonly _tag: "Killed"; readonly signal: string }
  | { readonly _tag: "TimedOut" }
  | { readonly _tag: "NotStarted"; readonly reason: string }

export interface Programs {
  /** Whether the path leads to a file that can be executed. */
  readonly isProgram: (path: string) => boolean
  /** Standard error is this process's own. Never rejects. */
  readonly run: (run: ProgramRun) => Task<ProgramEnd>
}
