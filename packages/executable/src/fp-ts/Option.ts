/** What is used of fp-ts's Option. */
import type { None, Option, Some } from "fp-ts/es6/Option.js"

export type { None, Option, Some } from "fp-ts/es6/Option.js"

export const none: Option<never> = { _tag: "None" }

export const some = <A>(value: A): Option<A> => ({ _tag: "Some", value })

export const isNone = (option: Option<unknown>): option is None => option._tag === "None"

export const isSome = <A>(option: Option<A>): option is Some<A> => option._tag === "Some"

export const fromNullable = <A>(value: A): Option<NonNullable<A>> =>
  value === undefined || value === null ? none : some(value)

export const toUndefined = <A>(option: Option<A>): A | undefined =>
  option._tag === "None" ? undefined : option.value
