/** One run of a plugin: which one, on what machine, told to do what. */
import type { Io } from "./io.js"
import type { Log } from "./log.js"
import type { Plugin } from "./plugin.js"
import type { Request } from "./request.js"

export interface Invocation {
  readonly plugin: Plugin
  readonly io: Io
  readonly log: Log
  readonly request: Request
}
