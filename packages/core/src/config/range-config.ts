/** A range as a configuration writes it: `{ subnet, rangeStart, rangeEnd, gateway, exclude }`. */
import * as t from "io-ts"
import { arrayOf, object } from "./object-codec.js"
import { AddressText, CidrText, ExclusionText } from "./text-codecs.js"

/** Go reads an empty address text as no address. */
export const EmptyOrAddress = new t.Type(
  AddressText.name,
  (input): input is t.TypeOf<typeof AddressText> | undefined =>
    input === undefined || AddressText.is(input),
  (input, context) => (input === "" ? t.success(undefined) : AddressText.validate(input, context)),
  (value) => (value === undefined ? "" : AddressText.encode(value)),
)

/** The fields beside the subnet, which stand on the ipam object itself for a single range. */
export const rangeFields = {
  rangeStart: EmptyOrAddress,
  rangeEnd: EmptyOrAddress,
  gateway: EmptyOrAddress,
  exclude: arrayOf(ExclusionText, "addresses and subnets"),
}

const RangeConfig = object({ subnet: CidrText }, rangeFields)

export const RangeSetsConfig = arrayOf(arrayOf(RangeConfig, "ranges"), "range sets")
