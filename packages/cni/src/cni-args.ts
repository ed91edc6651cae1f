/** `CNI_ARGS`: what a runtime adds to one call, as `KEY=value` pairs joined with semicolons. */
import type { Address } from "@cni-ipam/core"
import { decode, RequestedAddress } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { explainBadMac, isMac } from "./mac.js"

export interface CniArgs {
  readonly address?: Address | undefined
  readonly mac?: string | undefined
  readonly podNamespace?: string
  readonly podName?: string
}

export type ArgsError =
  | { readonly _tag: "BadPair"; readonly pair: string }
  | { readonly _tag: "BadValue"; readonly pair: string; readonly reason: string }
  | { readonly _tag: "UnknownArgs"; readonly pairs: readonly string[] }

interface Fields extends CniArgs {
  readonly ignoreUnknown?: boolean
}

interface Pair {
  readonly text: string
  readonly key: string
  readonly value: string
}

/** What a value says, or what is wrong with it. */
type Reader = (value: string) => E.Either<string, Fields>

const readFlag: Reader = (value) => {
  const lower = value.toLowerCase()
  if (lower === "1" || lower === "true") return E.right({ ignoreUnknown: true })
  if (lower === "0" || lower === "false") return E.right({ ignoreUnknown: false })
  return E.left(`boolean unmarshal error: invalid input ${value}`)
}

const readAddress: Reader = (value) =>
  value === ""
    ? E.right({ address: undefined })
    : pipe(
        decode(RequestedAddress)(value),
        E.bimap(
          () => `invalid IP address ${value}`,
          (address) => ({ address }),
        ),
      )

const readMac: Reader = (value) => {
  if (value === "") return E.right({ mac: undefined })
  return isMac(value) ? E.right({ mac: value }) : E.left(explainBadMac(value))
}

const known: ReadonlyMap<string, Reader> = new Map([
  ["IgnoreUnknown", readFlag],
  ["IP", readAddress],
])

/** Go's host-local knows none of these: without IgnoreUnknown they are as unknown here. */
const tolerated: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["MAC", readMac],
  ["K8S_POD_NAMESPACE", (podNamespace) => E.right({ podNamespace })],
  ["K8S_POD_NAME", (podName) => E.right({ podName })],
])

const parsePair = (text: string): E.Either<ArgsError, Pair> => {
  const [key, value, ...more] = text.split("=")
  return key === undefined || value === undefined || more.length > 0
    ? E.left({ _tag: "BadPair", pair: text })
    : E.right({ text, key, value })
}

const readPairs =
  (readers: ReadonlyMap<string, Reader>) =>
  (pairs: readonly Pair[]): E.Either<ArgsError, Fields> => {
    let fields: Fields = {}
    for (const { text, key, value } of pairs) {
      const read = readers.get(key)?.(value) ?? E.right({})
      if (read._tag === "Left") return E.left({ _tag: "BadValue", pair: text, reason: read.left })
      fields = { ...fields, ...read.right }
    }
    return E.right(fields)
  }

const refuseUnknown = (pairs: readonly Pair[]): E.Either<ArgsError, readonly Pair[]> => {
  const unknown = pairs.filter(({ key }) => !known.has(key))
  return unknown.length > 0
    ? E.left({ _tag: "UnknownArgs", pairs: unknown.map(({ text }) => text) })
    : E.right(pairs)
}

/**
 * Reads the pairs. Of a key that is given twice the last one counts.
 *
 * @example
 * parseCniArgs("IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.0.0.7")
 * // right: { podName: "web", address: 10.0.0.7 }
 */
export const parseCniArgs = (text: string): E.Either<ArgsError, CniArgs> =>
  text === ""
    ? E.right({})
    : pipe(
        E.Do,
        E.bind("pairs", () => E.traverseArray(parsePair)(text.split(";"))),
        E.bind("fields", ({ pairs }) => readPairs(known)(pairs)),
        E.bind("others", ({ pairs, fields }) =>
          fields.ignoreUnknown === true
            ? readPairs(tolerated)(pairs)
            : E.as<Fields>({})(refuseUnknown(pairs)),
        ),
        E.map(({ fields: { address }, others }) => ({ ...others, address })),
      )

export const explainArgsError = (error: ArgsError): string => {
  switch (error._tag) {
    case "BadPair":
      return `ARGS: invalid pair ${JSON.stringify(error.pair)}`
    case "BadValue":
      return `ARGS: error parsing value of pair ${JSON.stringify(error.pair)}: ${error.reason}`
    case "UnknownArgs":
      return `ARGS: unknown args [${error.pairs.map((pair) => JSON.stringify(pair)).join(" ")}]`
  }
}
