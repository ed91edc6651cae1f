/** Codecs of the texts that stand for addresses in JSON. */
import { chain } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import type { Address } from "../address.js"
import type { Cidr } from "../cidr.js"
import { blockOf, formatCidr, parseCidr } from "../cidr.js"
import { formatAddress } from "../format-address.js"
import type { Interval } from "../interval.js"
import { single } from "../interval.js"
import { parseAddress } from "../parse-address.js"

/** Names in messages say what a person should have written there. */
export const Text = new t.Type<string>("a string", t.string.is, t.string.validate, t.identity)

/** For the system a path ends at the first NUL: what is behind it would be dropped unseen. */
export const PathText = new t.Type<string, string, unknown>(
  "a path",
  Text.is,
  (input, context) =>
    chain((text: string) =>
      text.includes("\0")
        ? t.failure<string>(input, context, "a path has no NUL character")
        : t.success(text),
    )(Text.validate(input, context)),
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
  parse: (text: string) => A | undefined,
  complaint: (text: string) => string,
  encode: (value: A) => string,
): t.Type<A, string, unknown> =>
  new t.Type(
    name,
    is,
    (input, context) =>
      chain((text: string) => {
        const value = parse(text)
        return value === undefined
          ? t.failure<A>(input, context, complaint(text))
          : t.success(value)
      })(Text.validate(input, context)),
    encode,
  )

const isObject = (input: unknown): input is object => typeof input === "object" && input !== null

const isAddress = (input: unknown): input is Address =>
  isObject(input) && "family" in input && "value" in input

const addressIn = (text: string): Address | undefined => {
  const found = parseAddress(text)
  return found._tag === "Some" ? found.value : undefined
}

const cidrIn = (text: string): Cidr | undefined => {
  const found = parseCidr(text)
  return found._tag === "Some" ? found.value : undefined
}

export const AddressText = parsed(
  "an IP address",
  isAddress,
  addressIn,
  (text) => `invalid IP address: ${text}`,
  formatAddress,
)

export const CidrText = parsed(
  "a subnet in CIDR notation",
  (input): input is Cidr => isObject(input) && "prefixLength" in input,
  cidrIn,
  (text) => `invalid CIDR address: ${text}`,
  formatCidr,
)

/** `<ip>[/<prefix>]`, of which the prefix is dropped (CNI conventions, "ips"). */
export const RequestedAddress = parsed(
  "an IP address",
  isAddress,
  (text) => {
    const slash = text.indexOf("/")
    return slash < 0 ? addressIn(text) : cidrIn(text) && addressIn(text.slice(0, slash))
  },
  (text) => `invalid IP address ${text}`,
  formatAddress,
)

/** An address or a CIDR, host bits ignored: what a list of exclusions is made of. */
export const ExclusionText = parsed(
  "an IP address or a subnet in CIDR notation",
  (input): input is Interval => isObject(input) && "first" in input,
  (text) => {
    const block = cidrIn(text)
    if (block !== undefined) return blockOf(block)
    const address = addressIn(text)
    return address && single(address)
  },
  (text) => `invalid IP address or CIDR: ${text}`,
  ({ family, first, last }) =>
    `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`,
)
