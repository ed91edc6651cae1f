import { describe, expect, it } from "vitest"
import type { StoreError } from "./store-error.js"
import { explainStoreError } from "./store-error.js"

/** Of every case an example, so that none is forgotten. */
const examples: {
  readonly [Tag in StoreError["_tag"]]: readonly [
    Extract<StoreError, { readonly _tag: Tag }>,
    string,
  ]
} = {
  Unavailable: [
    {
      _tag: "Unavailable",
      operation: "list leases of",
      subject: "http://127.0.0.1:8500",
      reason: "connection refused",
    },
    "cannot list leases of http://127.0.0.1:8500: connection refused",
  ],
  Uncertain: [
    {
      _tag: "Uncertain",
      operation: "commit to",
      subject: "http://127.0.0.1:8500",
      reason: "no answer within 5000 ms",
    },
    "it is not known whether this was done: commit to http://127.0.0.1:8500: no answer within 5000 ms",
  ],
  Busy: [
    { _tag: "Busy", subject: "/var/lib/cni/networks/lan/lock", waitedMs: 5000 },
    "/var/lib/cni/networks/lan/lock was in use for 5000 ms; try again later",
  ],
  Corrupt: [
    { _tag: "Corrupt", subject: "lan/10.0.0.2", reason: "no container id" },
    "lan/10.0.0.2 cannot be understood: no container id",
  ],
  BadName: [
    { _tag: "BadName", what: "container", name: 'a"\n' },
    'the name of a container cannot be "a\\"\\n"',
  ],
}

describe("what is wrong with a store", () => {
  it.each(Object.entries(examples))("is told in one sentence: %s", (_, [error, sentence]) => {
    expect(explainStoreError(error)).toBe(sentence)
  })
})
