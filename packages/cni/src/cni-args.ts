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

type Readers = Readonly<Record<string, Reader>>

const known: Readers = { IgnoreUnknown: readFlag, IP: readAddress }

/** Go's host-local knows none of these: without IgnoreUnknown they are as unknown here. */
const tolerated: Readers = {
  MAC: readMac,
  K8S_POD_NAMESPACE: (podNamespace) => E.right({ podNamespace }),
  K8S_POD_NAME: (podName) => E.right({ podName }),
}

const readerOf = (readers: Readers, key: string): Reader | undefined =>
  Object.hasOwn(readers, key) ? readers[key] : undefined

const pairsIn = (args: string): E.Either<ArgsError, readonly Pair[]> => {
  const pairs: Pair[] = []
  for (const text of args.split(";")) {
    const [key, value, ...more] = text.split("=")
    if (key === undefined || value === undefined || more.length > 0)
      return E.left({ _tag: "BadPair", pair: text })
    pairs.push({ text, key, value })
  }
  return E.right(pairs)
}

const readPairs = (readers: Readers, pairs: readonly Pair[]): E.Either<ArgsError, Fields> => {
  let fields: Fields = {}
  for (const { text, key, value } of pairs) {
    const read = readerOf(readers, key)?.(value)
    if (read === undefined) continue
    if (E.isLeft(read)) return E.left({ _tag: "BadValue", pair: text, reason: read.left })
    fields = { ...fields, ...read.right }
  }
  return E.right(fields)
}

const refuseUnknown = (pairs: readonly Pair[]): E.Either<ArgsError, Fields> => {
  const unknown = pairs.filter(({ key }) => readerOf(known, key) === undefined)
  return unknown.length > 0
    ? E.left({ _tag: "UnknownArgs", pairs: unknown.map(({ text }) => text) })
    : E.right({})
}

/**
 * Reads the pairs. Of a key that is given twice the last one counts.
 *
 * @example
 * parseCniArgs("IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.0.0.7")
 * // right: { podName: "web", address: 10.0.0.7 }
 */
export const parseCniArgs = (text: string): E.Either<ArgsError, CniArgs> => {
  if (text === "") return E.right({})
  const pairs = pairsIn(text)
  if (E.isLeft(pairs)) return pairs
  const fields = readPairs(known, pairs.right)
  if (E.isLeft(fields)) return fields
  const { ignoreUnknown, address } = fields.right
  const others =
    ignoreUnknown === true ? readPairs(tolerated, pairs.right) : refuseUnknown(pairs.right)
  return E.isLeft(others) ? others : E.right({ ...others.right, address })
}

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
