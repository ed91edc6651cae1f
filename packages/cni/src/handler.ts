import type { Either } from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import type { Invocation, StoreInvocation } from "./invocation.js"
import type { PluginError } from "./plugin-error.js"

/** Carries out a command, and gives what is to be printed: an empty text for nothing. */
export type Handler = (invocation: Invocation) => TaskEither<PluginError, string>

/** The same for a plugin that has a store, begun at once. */
export type StoreHandler = (invocation: StoreInvocation) => Promise<Either<PluginError, string>>
