/** What a step of a transaction is in Consul's words (HTTP API, "Transactions"). */
import type { KvQuery, Step, Version } from "@cni-ipam/store-kv"
import { absent } from "@cni-ipam/store-kv"
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
  const { key: Key, ifVersion: Index } = step
  switch (step._tag) {
    case "Put":
      return Index === undefined
        ? { Verb: "set", Key, Value: encode(step.value) }
        : { Verb: "cas", Key, Value: encode(step.value), Index, ...changingFlags(Index) }
    case "Delete":
      return Index === undefined ? { Verb: "delete", Key } : { Verb: "delete-cas", Key, Index }
    case "Check":
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
