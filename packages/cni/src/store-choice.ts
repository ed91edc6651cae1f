/** Which store a configuration asks for: `"store": "disk"` or `{ "type": "disk", … }`. */
import { object, Text } from "@cni-ipam/core"
import { chain, map } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"

export interface StoreChoice {
  readonly type: string
  /** All but the type, as they stand in the configuration: the store reads them itself. */
  readonly options: Readonly<Record<string, unknown>>
}

const Typed = object({ type: Text }, {})

const withoutType = (options: Readonly<Record<string, unknown>>): StoreChoice["options"] =>
  Object.fromEntries(Object.entries(options).filter(([name]) => name.toLowerCase() !== "type"))

const choiceOf: t.Validate<unknown, StoreChoice> = (input, context) =>
  typeof input === "string"
    ? t.success({ type: input, options: {} })
    : pipe(
        t.UnknownRecord.validate(input, context),
        chain((options) =>
          pipe(
            Typed.validate(options, context),
            map(({ type }) => ({ type, options: withoutType(options) })),
          ),
        ),
      )

export const StoreChoiceConfig = new t.Type<StoreChoice, StoreChoice, unknown>(
  "the name of a store, or an object with its type",
  (input): input is StoreChoice => Typed.is(input) && "options" in input,
  choiceOf,
  t.identity,
)
