/** A kind of store, as a table of stores names it: how to read its options, how to open it. */
import * as E from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Props, TypeOf } from "io-ts"
import { UnknownRecord } from "io-ts"
import type { DecodeError } from "./config/decode.js"
import { decode } from "./config/decode.js"
import { object } from "./config/object-codec.js"
import { unknownField } from "./config/unknown-field.js"
import type { Store } from "./store.js"
import type { StoreError } from "./store-error.js"

/** What the program tells every store, whatever its options. */
export interface StoreContext {
  /** The name of this machine, for leases and for GC. */
  readonly node: string
  /** Told of what was found broken and mended: one sentence each. Must not throw. */
  readonly warn: (sentence: string) => void
  /**
   * The store is opened for one command, and a time limit among its options is that of the whole
   * command. Default: it is one of each call.
   */
  readonly forOneCommand?: boolean
  /**
   * What stands around the options: those that are not given are looked for there, and whatever
   * else is there is somebody else's.
   */
  readonly surroundings?: Readonly<Record<string, unknown>>
}

export interface StoreDriver {
  /** Whether its stores keep what a network is beside the leases (see `View`). Default: false. */
  readonly keepsDefinitions?: boolean
  /** Reads the options and opens the store. Connects to nothing before the first use. */
  readonly open: (
    options: unknown,
    context: StoreContext,
  ) => TaskEither<DecodeError | StoreError, Store>
}

type Empty = Readonly<Record<never, never>>

/** Names match whatever their case, so an option must not stand beside another spelling of it. */
const optionsWithin = (
  surroundings: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()))
  const others = Object.entries(surroundings).filter(([name]) => !names.has(name.toLowerCase()))
  return { ...Object.fromEntries(others), ...given }
}

const readOptions = <Fields extends Props>(
  fields: Fields,
  options: unknown,
  surroundings: StoreContext["surroundings"] = {},
) => {
  const given = decode(UnknownRecord)(options)
  if (E.isLeft(given)) return given
  const codec = object({}, fields)
  if (Object.keys(given.right).length === 0) return decode(codec)(surroundings)
  const error = unknownField(fields, given.right, "the store")
  return error === undefined
    ? decode(codec)(optionsWithin(surroundings, given.right))
    : E.left(error)
}

/**
 * Makes a driver of codecs for its options, none of which is required, and a function that opens
 * the store with them.
 *
 * @example
 * export const memory = defineStore({}, () => TE.right(memoryStore()))
 */
export const defineStore = <Fields extends Props>(
  fields: Fields,
  open: (
    options: TypeOf<ReturnType<typeof object<Empty, Fields>>>,
    context: StoreContext,
  ) => TaskEither<DecodeError | StoreError, Store>,
): StoreDriver => ({
  open: (options, context) => {
    const decoded = readOptions(fields, options, context.surroundings)
    return E.isLeft(decoded) ? TE.left(decoded.left) : open(decoded.right, context)
  },
})
