/** Fields that nobody reads: a mistake where all of them are somebody's, as among options. */
import type * as t from "io-ts"
import type { DecodeError } from "./decode.js"
import { isRecord, ObjectCodec } from "./object-codec.js"

/** As `object` reads them: the exact name first, then whatever the case. */
const codecOf = (fields: t.Props, name: string): t.Mixed | undefined => {
  if (Object.hasOwn(fields, name)) return fields[name]
  const lower = name.toLowerCase()
  return Object.entries(fields).find(([known]) => known.toLowerCase() === lower)?.[1]
}

/**
 * The first field of the input, at any depth, that the codecs do not know.
 *
 * @param whole what has the fields, for the message: `the store`
 *
 * @example
 * unknownField({ tls: object({}, { caFile: Text }) }, { tls: { ca: "/ca.pem" } }, "the store")
 * // tls.ca: the store has no such option; there is tls.caFile
 */
export const unknownField = (
  fields: t.Props,
  input: Readonly<Record<string, unknown>>,
  whole: string,
  prefix = "",
): DecodeError | undefined => {
  for (const [name, value] of Object.entries(input)) {
    const path = `${prefix}${name}`
    const codec = codecOf(fields, name)
    if (codec === undefined) {
      const known = Object.keys(fields)
        .map((one) => `${prefix}${one}`)
        .join(", ")
      return {
        _tag: "Decode",
        path,
        expected: `one of ${known}`,
        found: name,
        isMissing: false,
        message: `${whole} has no such option; there is ${known || "none"}`,
      }
    }
    if (codec instanceof ObjectCodec && isRecord(value)) {
      const error = unknownField(codec.fields, value, whole, `${path}.`)
      if (error !== undefined) return error
    }
  }
  return undefined
}
