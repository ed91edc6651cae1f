/**
 * Codecs of JSON objects as Go's decoder reads them, because the existing plugins are written
 * in Go and their users' files rely on it: a key matches whatever its case, the exact one
 * first, and null is the same as absent.
 */
import * as t from "io-ts"

type Fields<Required extends t.Props, Optional extends t.Props> = {
  readonly [Key in keyof Required]: t.TypeOf<Required[Key]>
} & {
  readonly [Key in keyof Optional]?: t.TypeOf<Optional[Key]>
}

export const isRecord = (input: unknown): input is Record<string, unknown> =>
  typeof input === "object" && input !== null && !Array.isArray(input)

/** The keys that are no field's as they stand: perhaps they are one's in another case. */
const oddKeys = (input: object, fields: t.Props): readonly string[] => {
  const odd: string[] = []
  for (const key of Object.keys(input)) if (!Object.hasOwn(fields, key)) odd.push(key)
  return odd
}

const fieldOf = (input: Record<string, unknown>, key: string, odd: readonly string[]): unknown => {
  if (Object.hasOwn(input, key)) return input[key]
  if (odd.length === 0) return undefined
  const lower = key.toLowerCase()
  for (const other of odd) if (other.toLowerCase() === lower) return input[other]
  return undefined
}

/** A codec that tells which fields its objects have. */
export class ObjectCodec<A> extends t.Type<A, unknown> {
  readonly fields: t.Props

  constructor(fields: t.Props, is: t.Is<A>, validate: t.Validate<unknown, A>) {
    super("an object", is, validate, t.identity)
    this.fields = fields
  }
}

/**
 * An object with these required and optional fields; other keys are dropped.
 *
 * io-ts's own `intersection` of `type` and `partial` does the same in ten times the time, which
 * counts in a program that decodes once and ends.
 *
 * @example
 * object({ subnet: CidrText }, { gateway: AddressText })
 */
export const object = <Required extends t.Props, Optional extends t.Props>(
  required: Required,
  optional: Optional,
): t.Type<Fields<Required, Optional>, unknown> => {
  type Decoded = Fields<Required, Optional>
  const codecs: t.Props = { ...required, ...optional }
  const isComplete = (input: unknown): input is Decoded => {
    if (!isRecord(input)) return false
    for (const key of Object.keys(required)) if (!(key in input)) return false
    return true
  }

  return new ObjectCodec<Decoded>(codecs, isComplete, (input, context) => {
    if (!isRecord(input)) return t.failure(input, context)
    const odd = oddKeys(input, codecs)
    const decoded: Record<string, unknown> = {}
    for (const key of Object.keys(codecs)) {
      const codec = codecs[key]
      if (codec === undefined) continue
      const value = fieldOf(input, key, odd)
      const isAbsent = value === undefined || value === null
      if (isAbsent && !(key in required)) continue
      const field = t.appendContext(context, key, codec, value)
      const result = codec.validate(isAbsent ? undefined : value, field)
      if (result._tag === "Left") return result
      decoded[key] = result.right
    }
    return isComplete(decoded) ? t.success(decoded) : t.failure(input, context)
  })
}

/** An array whose name in messages says what it holds. */
export const arrayOf = <Item extends t.Mixed>(
  item: Item,
  name: string,
): t.Type<readonly t.TypeOf<Item>[], unknown> =>
  new t.Type<readonly t.TypeOf<Item>[], unknown>(
    `an array of ${name}`,
    (input): input is readonly t.TypeOf<Item>[] => Array.isArray(input) && input.every(item.is),
    (input, context) => {
      if (!Array.isArray(input)) return t.failure(input, context)
      const decoded: t.TypeOf<Item>[] = []
      for (const value of input) {
        const place = t.appendContext(context, `${decoded.length}`, item, value)
        const result = item.validate(value, place)
        // One mistake is reported; io-ts would go through millions to find them all.
        if (result._tag === "Left") return result
        decoded.push(result.right)
      }
      return t.success(decoded)
    },
    t.identity,
  )
