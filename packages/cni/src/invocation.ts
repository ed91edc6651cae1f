/** One run of a plugin: which one, on what machine, told to do what. */
import type { Io } from "./io.js"
import type { Log } from "./log.js"
import type { AnyPlugin, StorePlugin } from "./plugin.js"
import type { Request } from "./request.js"

export interface Invocation {
  readonly plugin: AnyPlugin
  readonly io: Io
  readonly log: Log
  readonly request: Request
}

export interface StoreInvocation extends Invocation {
  readonly plugin: StorePlugin
}
