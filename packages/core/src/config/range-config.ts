/** A range as a configuration writes it: `{ subnet, rangeStart, rangeEnd, gateway, exclude }`. */
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"
import { arrayOf, object } from "./object-codec.js"
import { oneAddress } from "./one-address.js"
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

const setsOf = <Range extends t.Mixed>(range: Range) =>
  arrayOf(arrayOf(range, "ranges"), "range sets")

export const RangeSetsConfig = setsOf(RangeConfig)

/** As the README of the original plugin for Consul spells start and end. */
export const hyphenatedFields = { "range-start": EmptyOrAddress, "range-end": EmptyOrAddress }

const InBothSpellings = object({ subnet: CidrText }, { ...rangeFields, ...hyphenatedFields })

type Spelled = t.TypeOf<typeof InBothSpellings>

const withoutHyphens = ({
  rangeStart,
  "range-start": hyphenatedStart,
  rangeEnd,
  "range-end": hyphenatedEnd,
  ...range
}: Spelled): E.Either<string, t.TypeOf<typeof RangeConfig>> =>
  pipe(
    E.Do,
    E.bind("start", () => oneAddress({ rangeStart, "range-start": hyphenatedStart })),
    E.bind("end", () => oneAddress({ rangeEnd, "range-end": hyphenatedEnd })),
    E.map(({ start, end }) => ({ ...range, rangeStart: start, rangeEnd: end })),
  )

/** Range sets in which start and end may be spelled in both ways. */
export const HyphenatedRangeSetsConfig = setsOf(
  new t.Type<t.TypeOf<typeof RangeConfig>, unknown>(
    InBothSpellings.name,
    RangeConfig.is,
    (input, context) =>
      pipe(
        InBothSpellings.validate(input, context),
        E.flatMap((range) =>
          pipe(
            withoutHyphens(range),
            E.mapLeft((message): t.Errors => [{ value: input, context, message }]),
          ),
        ),
      ),
    t.identity,
  ),
)
