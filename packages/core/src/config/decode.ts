/** Turns what a codec found wrong into one sentence that names the place. */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left } from "fp-ts/lib/Either.js"
import type { Decoder, Errors, ValidationError } from "io-ts"
import { getDefaultContext } from "io-ts"

export interface DecodeError {
  readonly _tag: "Decode"
  /** Where: `ipam.ranges[0][1].subnet`. Empty for the whole input. */
  readonly path: string
  /** What a value there must be. */
  readonly expected: string
  /** What stood there, as JSON, cut to a readable length. */
  readonly found: string
  /** Whether nothing stood there. */
  readonly isMissing: boolean
  /** Why, where the codec knows better than the type's name. */
  readonly message?: string
}

const longestExcerpt = 80

/** Never the whole of it: an input may be large, and deeper than the stack. */
const excerpt = (value: unknown): string => {
  if (value === undefined) return "nothing"
  if (Array.isArray(value)) return "an array"
  if (typeof value === "object" && value !== null) return "an object"
  const text =
    typeof value === "string"
      ? JSON.stringify(value.slice(0, longestExcerpt + 1))
      : typeof value === "function"
        ? "a function"
        : String(value)
  return text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text
}

const pathOf = (error: ValidationError): string =>
  error.context.reduce(
    (path, { key }) =>
      key === ""
        ? path
        : /^\d+$/.test(key)
          ? `${path}[${key}]`
          : path === ""
            ? key
            : `${path}.${key}`,
    "",
  )

const toDecodeError = (errors: Errors): DecodeError => {
  const [error] = errors
  if (error === undefined)
    return { _tag: "Decode", path: "", expected: "a value", found: "nothing", isMissing: true }
  const { message } = error
  return {
    _tag: "Decode",
    path: pathOf(error),
    expected: error.context.at(-1)?.type.name ?? "a value",
    found: excerpt(error.value),
    isMissing: error.value === undefined,
    ...(message === undefined ? {} : { message }),
  }
}

/** One sentence: which field, what it must be, what was found. */
export const explainDecodeError = (error: DecodeError): string => {
  const place = error.path === "" ? "the input" : error.path
  return error.message === undefined
    ? `${place} must be ${error.expected}, found ${error.found}`
    : `${place}: ${error.message}`
}

/**
 * Decodes with a codec and reports the first thing wrong.
 *
 * @example
 * decode(IpamConfig)({ ranges: "10.0.0.0/8" })
 * // left: ranges must be an array of range sets, found "10.0.0.0/8"
 */
export const decode =
  <A>(codec: Decoder<unknown, A>) =>
  (input: unknown): Either<DecodeError, A> => {
    // `decode` of a codec is a bound function, for which the engine has to make code at the first call.
    const decoded = codec.validate(input, getDefaultContext(codec))
    return isLeft(decoded) ? left(toDecodeError(decoded.left)) : decoded
  }
