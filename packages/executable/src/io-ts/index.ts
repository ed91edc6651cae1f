/** What is used of io-ts. */
import type { Either } from "../fp-ts/Either.js"
import { left, right } from "../fp-ts/Either.js"

export type Context = readonly {
  readonly key: string
  readonly type: { readonly name: string }
  readonly actual?: unknown
}[]

export interface ValidationError {
  readonly value: unknown
  readonly context: Context
  readonly message?: string | undefined
}

export type Errors = ValidationError[]
export type Validation<A> = Either<Errors, A>
export type Is<A> = (input: unknown) => input is A
export type Validate<I, A> = (input: I, context: Context) => Validation<A>
export type Encode<A, O> = (value: A) => O

export interface Decoder<I, A> {
  readonly name: string
  readonly validate: Validate<I, A>
}

/** A codec of whatever. */
export interface Mixed extends Decoder<unknown, unknown> {
  readonly is: (input: unknown) => boolean
  readonly _A: unknown
}

export type Props = Readonly<Record<string, Mixed>>
export type TypeOf<Codec extends Pick<Mixed, "_A">> = Codec["_A"]

export class Type<A, O = A, I = unknown> implements Decoder<I, A> {
  readonly name: string
  readonly is: Is<A>
  readonly validate: Validate<I, A>
  readonly encode: Encode<A, O>
  /** For the compiler only, as in io-ts. */
  declare readonly _A: A

  constructor(name: string, is: Is<A>, validate: Validate<I, A>, encode: Encode<A, O>) {
    this.name = name
    this.is = is
    this.validate = validate
    this.encode = encode
  }
}

export const identity = <A>(value: A): A => value

export const success = <A>(value: A): Validation<A> => right(value)

export const failures = <A>(errors: Errors): Validation<A> => left(errors)

export const failure = <A>(value: unknown, context: Context, message?: string): Validation<A> =>
  failures([{ value, context, message }])

export const getDefaultContext = (type: Context[0]["type"]): Context => [{ key: "", type }]

export const appendContext = (
  context: Context,
  key: string,
  type: Context[0]["type"],
  actual?: unknown,
): Context => [...context, { key, type, actual }]

const guarded = <A>(name: string, is: Is<A>): Type<A> =>
  new Type<A>(
    name,
    is,
    (input, context) => (is(input) ? success(input) : failure(input, context)),
    identity,
  )

export const string = guarded("string", (input) => typeof input === "string")

export const UnknownRecord = guarded(
  "UnknownRecord",
  (input): input is Record<string, unknown> =>
    typeof input === "object" && input !== null && !Array.isArray(input),
)
