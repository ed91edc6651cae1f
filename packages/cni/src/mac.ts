/**
 * A MAC address in the forms that Go's plugins read: pairs of hexadecimal digits, or fours with dots.
 * It is recorded as given.
 */
import { Text } from "@cni-ipam/core"
import { chain } from "fp-ts/lib/Either.js"
import * as t from "io-ts"

/** Six bytes of Ethernet up to the twenty of InfiniBand. */
export const isMac = (text: string): boolean =>
  /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,19}$/i.test(text) ||
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,9}$/i.test(text)

export const explainBadMac = (text: string): string => `invalid MAC address ${text}`

/** An empty text is no MAC address at all, and no mistake. */
export const MacText = new t.Type<string, string, unknown>(
  "a MAC address",
  t.string.is,
  (input, context) =>
    chain((text: string) =>
      text === "" || isMac(text)
        ? t.success(text)
        : t.failure<string>(input, context, explainBadMac(text)),
    )(Text.validate(input, context)),
  t.identity,
)
