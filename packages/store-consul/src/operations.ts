/** What a step of a transaction is in Consul's words (HTTP API, "Transactions"). */
import type { KvQuery, Step, Version } from "@cni-ipam/store-kv"
import { absent, present } from "@cni-ipam/store-kv"
import type { KvOperation } from "./consul-api.js"

/** Consul takes no more in one transaction (hashicorp/consul#2921). */
export const mostOperations = 64
/** Of which a deletion needs two. */
export const mostSteps = mostOperations / 2

const encode = (value: string): string => Buffer.from(value).toString("base64")

const flagValues = 2 ** 31

/** Consul leaves a key as it is that is given the same text again, and its version too. */
const changingFlags = (version: Version): { readonly Flags?: number } =>
  version === absent ? {} : { Flags: Math.floor(Math.random() * flagValues) }

const operationOf = (step: Step): KvOperation => {
  const { key: Key } = step
  switch (step._tag) {
    case "Put": {
      const { value, ifVersion: Index } = step
      return Index === undefined
        ? { Verb: "set", Key, Value: encode(value) }
        : { Verb: "cas", Key, Value: encode(value), Index, ...changingFlags(Index) }
    }
    case "Delete":
      return step.ifVersion === undefined
        ? { Verb: "delete", Key }
        : { Verb: "delete-cas", Key, Index: step.ifVersion }
    case "Check":
      // A transaction that gets a key which is not there is rolled back.
      if (step.ifVersion === present) return { Verb: "get", Key }
      return step.ifVersion === absent
        ? { Verb: "check-not-exists", Key }
        : { Verb: "check-index", Key, Index: step.ifVersion }
  }
}

/** Consul takes a key that is gone for one that it has deleted: it must be there before. */
export const operationsFor = (step: Step): readonly KvOperation[] =>
  step._tag === "Delete" && step.ifVersion !== undefined
    ? [{ Verb: "check-index", Key: step.key, Index: step.ifVersion }, operationOf(step)]
    : [operationOf(step)]

export const operationsOf = ({ keys, prefixes }: KvQuery): readonly KvOperation[] => [
  ...prefixes.map((Key): KvOperation => ({ Verb: "get-tree", Key })),
  ...keys.map((Key): KvOperation => ({ Verb: "get", Key })),
]
