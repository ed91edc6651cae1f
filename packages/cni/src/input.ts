/** The network configuration on standard input, before anybody has looked at its fields. */
import type { DecodeError } from "@cni-ipam/core"
import { decode, object, Text } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { Io } from "./io.js"
import { jsonMistake } from "./json-mistake.js"
import { messageOf } from "./message-of.js"

export type Input = Readonly<Record<string, unknown>>

export type InputError =
  | { readonly _tag: "UnreadableInput"; readonly reason: string }
  | { readonly _tag: "BadJson"; readonly reason: string }

const isObject = (value: unknown): value is Input =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Not in the engine's words, which may show what stands there: a password without its quotes. */
const complaintOf = (text: string): string => {
  const place = jsonMistake(text)
  return place === undefined
    ? "it is no JSON"
    : `it is no JSON: see line ${place.line}, column ${place.column}`
}

const parse = (text: string): Either<InputError, Input> => {
  if (text === "") return left({ _tag: "BadJson", reason: "unexpected end of JSON input" })
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value)
      ? right(value)
      : left({ _tag: "BadJson", reason: "it must be a JSON object" })
  } catch {
    return left({ _tag: "BadJson", reason: complaintOf(text) })
  }
}

const readText = (io: Io): Either<InputError, string> => {
  try {
    return right(io.readInput())
  } catch (thrown) {
    return left({ _tag: "UnreadableInput", reason: messageOf(thrown) })
  }
}

/** @example readInput(io) // right: { cniVersion: "1.1.0", name: "lan", … } */
export const readInput = (io: Io): Either<InputError, Input> => {
  const text = readText(io)
  return isLeft(text) ? text : parse(text.right)
}

const Versioned = object({}, { cniVersion: Text })

/** The version that the configuration names, if it does. Go takes an empty one for none. */
export const declaredVersion = (input: Input): Either<DecodeError, string | undefined> => {
  const decoded = decode(Versioned)(input)
  return isLeft(decoded) ? decoded : right(decoded.right.cniVersion || undefined)
}

export const explainInputError = (error: InputError): string => {
  switch (error._tag) {
    case "UnreadableInput":
      return `error reading from stdin: ${error.reason}`
    case "BadJson":
      return `error unmarshall network config: ${error.reason}`
  }
}
