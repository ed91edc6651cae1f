/** A kind of store, as a table of stores names it: how to read its options, how to open it. */
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Decoder } from "io-ts"
import type { DecodeError } from "./config/decode.js"
import { decode } from "./config/decode.js"
import type { Store } from "./store.js"
import type { StoreError } from "./store-error.js"

/** What the program tells every store, whatever its options. */
export interface StoreContext {
  /** The name of this machine, for leases and for GC. */
  readonly node: string
  /** Told of what was found broken and mended: one sentence each. Must not throw. */
  readonly warn: (sentence: string) => void
}

export interface StoreDriver {
  /** Reads the options and opens the store. Connects to nothing before the first use. */
  readonly open: (
    options: unknown,
    context: StoreContext,
  ) => TaskEither<DecodeError | StoreError, Store>
}

/**
 * Makes a driver of a codec for the options and a function that opens the store with them.
 *
 * @example
 * export const memory = defineStore(t.type({}), () => TE.right(memoryStore()))
 */
export const defineStore = <Options>(
  codec: Decoder<unknown, Options>,
  open: (options: Options, context: StoreContext) => TaskEither<StoreError, Store>,
): StoreDriver => ({
  open: (options, context) =>
    pipe(
      TE.fromEither(decode(codec)(options)),
      TE.flatMap((decoded): TaskEither<DecodeError | StoreError, Store> => open(decoded, context)),
    ),
})
