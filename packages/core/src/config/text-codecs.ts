/** Codecs of the texts that stand for addresses in JSON. */
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import * as t from "io-ts"
import type { Address } from "../address.js"
import { isMapped } from "../address.js"
import type { Cidr } from "../cidr.js"
import { blockOf, formatCidr, parseCidr } from "../cidr.js"
import { formatAddress } from "../format-address.js"
import type { Interval } from "../interval.js"
import { single } from "../interval.js"
import { explainInvalidRange } from "../invalid-range.js"
import { parseAddress } from "../parse-address.js"

/** Names in messages say what a person should have written there. */
export const Text = new t.Type<string>("a string", t.string.is, t.string.validate, t.identity)

/** For the system a path ends at the first NUL: what is behind it would be dropped unseen. */
export const PathText = new t.Type<string, string, unknown>(
  "a path",
  Text.is,
  (input, context) => {
    if (typeof input !== "string") return t.failure(input, context)
    return input.includes("\0")
      ? t.failure(input, context, "a path has no NUL character")
      : t.success(input)
  },
  t.identity,
)

export const Integer = new t.Type<number>(
  "an integer",
  (input): input is number => Number.isSafeInteger(input),
  (input, context) =>
    typeof input === "number" && Number.isSafeInteger(input)
      ? t.success(input)
      : t.failure(input, context),
  t.identity,
)

const parsed = <A>(
  name: string,
  is: (input: unknown) => input is A,
  parse: (text: string) => Option<A>,
  complaint: (text: string) => string,
  encode: (value: A) => string,
): t.Type<A, string, unknown> =>
  new t.Type(
    name,
    is,
    (input, context) => {
      if (typeof input !== "string") return t.failure(input, context)
      const value = parse(input)
      return value._tag === "None"
        ? t.failure(input, context, complaint(input))
        : t.success(value.value)
    },
    encode,
  )

const isObject = (input: unknown): input is object => typeof input === "object" && input !== null

const isAddress = (input: unknown): input is Address =>
  isObject(input) && "family" in input && "value" in input

export const AddressText = parsed(
  "an IP address",
  isAddress,
  parseAddress,
  (text) => `invalid IP address: ${text}`,
  formatAddress,
)

export const CidrText = parsed(
  "a subnet in CIDR notation",
  (input): input is Cidr => isObject(input) && "prefixLength" in input,
  parseCidr,
  (text) => `invalid CIDR address: ${text}`,
  formatCidr,
)

/** `<ip>[/<prefix>]`, of which the prefix is dropped (CNI conventions, "ips"). */
export const RequestedAddress = parsed(
  "an IP address",
  isAddress,
  (text) => {
    const slash = text.indexOf("/")
    if (slash < 0) return parseAddress(text)
    return parseCidr(text)._tag === "None" ? none : parseAddress(text.slice(0, slash))
  },
  (text) => `invalid IP address ${text}`,
  formatAddress,
)

/** A mapped subnet has a family of its own, so it would exclude no address of IPv4. */
const complaintAboutExclusion = (text: string): string => {
  const block = parseCidr(text)
  return block._tag === "Some"
    ? explainInvalidRange({ _tag: "MappedSubnet", subnet: block.value })
    : `invalid IP address or CIDR: ${text}`
}

/** An address or a CIDR, host bits ignored: what a list of exclusions is made of. */
export const ExclusionText = parsed(
  "an IP address or a subnet in CIDR notation",
  (input): input is Interval => isObject(input) && "first" in input,
  (text) => {
    const block = parseCidr(text)
    if (block._tag === "Some")
      return isMapped(block.value.network) ? none : some(blockOf(block.value))
    const address = parseAddress(text)
    return address._tag === "Some" ? some(single(address.value)) : none
  },
  complaintAboutExclusion,
  ({ family, first, last }) =>
    `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`,
)
