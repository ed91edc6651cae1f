/** What Consul answers (HTTP API, "KV Store" and "Transactions"), as far as it is looked at. */
import { arrayOf, Integer, object, Text } from "@cni-ipam/core"
import * as t from "io-ts"

export const Entry = object({ Key: Text, ModifyIndex: Integer }, { Value: Text })

export const EntriesAnswer = arrayOf(Entry, "keys with their values")

export const KeysAnswer = arrayOf(Text, "keys")

const Results = arrayOf(object({}, { KV: Entry }), "results")

/** Go writes null for a list of nothing, and Consul does not leave either field out. */
const ResultsOrNull = new t.Type<t.TypeOf<typeof Results>>(
  Results.name,
  Results.is,
  (input, context) => (input === null ? t.success([]) : Results.validate(input, context)),
  t.identity,
)

export const DoneAnswer = t.type({ Results: ResultsOrNull })

export const RolledBackAnswer = object(
  { Errors: arrayOf(object({ OpIndex: Integer, What: Text }, {}), "errors") },
  {},
)
