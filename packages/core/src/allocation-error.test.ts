import { none, some } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { db, ip, rangeSet, web } from "../test/samples.js"
import type { AllocationError } from "./allocation-error.js"
import { explainAllocationError } from "./allocation-error.js"

const set = rangeSet({ subnet: "10.0.0.0/29" }, { subnet: "10.0.1.0/29" })
const address = ip("10.0.0.4")

/** Of every case an example, so that none is forgotten. */
const examples: {
  readonly [Tag in AllocationError["_tag"]]: readonly [
    Extract<AllocationError, { readonly _tag: Tag }>,
    string,
  ]
} = {
  NotInPool: [
    { _tag: "NotInPool", addresses: [ip("10.1.2.77"), ip("2001:DB8::1")] },
    "failed to allocate all requested IPs: 10.1.2.77 2001:db8::1",
  ],
  IsGateway: [
    { _tag: "IsGateway", address, rangeSet: set },
    "requested ip 10.0.0.4 is subnet's gateway",
  ],
  IsExcluded: [
    { _tag: "IsExcluded", address, rangeSet: set },
    "requested ip 10.0.0.4 is excluded from range set 10.0.0.1-10.0.0.6,10.0.1.1-10.0.1.6",
  ],
  Exhausted: [
    { _tag: "Exhausted", rangeSet: set },
    "no IP addresses available in range set: 10.0.0.1-10.0.0.6,10.0.1.1-10.0.1.6",
  ],
  Taken: [
    { _tag: "Taken", address, rangeSet: set, holder: some(db) },
    "requested IP address 10.0.0.4 is not available in range set 10.0.0.1-10.0.0.6,10.0.1.1-10.0.1.6; it is held by db-1 (eth0)",
  ],
  AlreadyLeased: [
    { _tag: "AlreadyLeased", owner: web, address, rangeSet: set },
    "10.0.0.4 has been allocated to web-1 (eth0), duplicate allocation is not allowed",
  ],
  Contended: [
    { _tag: "Contended", attempts: 100 },
    "others took every address that was tried, 100 times in a row; try again later",
  ],
  Missing: [
    { _tag: "Missing", document: ["pool-nodes", "a", "n1"] },
    "there is no pool-nodes/a/n1 in the store any more, without which no address is leased",
  ],
  Store: [
    { _tag: "Store", error: { _tag: "BadName", what: "network", name: "../etc" } },
    'the name of a network cannot be "../etc"',
  ],
}

describe("why no address could be leased", () => {
  it.each(Object.entries(examples))("is told in one sentence: %s", (_, [error, sentence]) => {
    expect(explainAllocationError(error)).toBe(sentence)
  })

  it("names no holder where the store knows none", () => {
    expect(explainAllocationError({ _tag: "Taken", address, rangeSet: set, holder: none })).toBe(
      "requested IP address 10.0.0.4 is not available in range set 10.0.0.1-10.0.0.6,10.0.1.1-10.0.1.6",
    )
  })
})
