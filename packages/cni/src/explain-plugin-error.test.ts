import type { StoreError } from "@cni-ipam/core"
import { readPool } from "@cni-ipam/core"
import { isRight } from "fp-ts/lib/Either.js"
import { none } from "fp-ts/lib/Option.js"
import { describe, expect, it } from "vitest"
import { explainPluginError } from "./explain-plugin-error.js"
import type { GarbageLeft, PluginError } from "./plugin-error.js"

const rangeSet = (() => {
  const pool = readPool("lan", [[{ subnet: "10.0.0.0/29" }]])
  const [first] = isRight(pool) ? pool.right.rangeSets : []
  if (first === undefined) throw new Error("a test has a bad pool")
  return first
})()

const address = rangeSet.ranges[0].end
const owner = { containerId: "c1", ifname: "eth0" }

describe("an error", () => {
  it.each<[PluginError, string, string?]>([
    [{ _tag: "UnknownCommand", command: "FOO" }, "unknown CNI_COMMAND: FOO"],
    [{ _tag: "MissingIpam" }, "IPAM config missing 'ipam' key"],
    [
      { _tag: "SameNetns", path: "/proc/self/ns/net" },
      "plugin's netns and netns from CNI_NETNS should not be the same",
      "/proc/self/ns/net",
    ],
    [
      { _tag: "Allocation", rangeSet: "0", error: { _tag: "Exhausted", rangeSet } },
      "failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.6",
    ],
    [
      {
        _tag: "Allocation",
        rangeSet: "0",
        error: { _tag: "Taken", address, rangeSet, holder: none },
      },
      "failed to allocate for range 0: requested IP address 10.0.0.6 is not available in range set 10.0.0.1-10.0.0.6",
    ],
    [
      {
        _tag: "Allocation",
        rangeSet: undefined,
        error: { _tag: "NotInPool", addresses: [address] },
      },
      "failed to allocate all requested IPs: 10.0.0.6",
    ],
    [
      { _tag: "StoreNotReady", error: { _tag: "Busy", subject: "lock", waitedMs: 5 } },
      "the store of the leases is not ready",
      "lock was in use for 5 ms; try again later",
    ],
    [
      { _tag: "NoAddressLeft", rangeSet },
      "no IP addresses available in range set: 10.0.0.1-10.0.0.6",
    ],
    [
      {
        _tag: "GarbageLeft",
        failures: [{ owner, error: { _tag: "BadName", what: "x", name: "" } }],
        problems: [],
      },
      "could not release the leases of 1 owner",
      'c1 (eth0): the name of a x cannot be ""',
    ],
    [{ _tag: "Unexpected", message: "out of luck" }, "out of luck"],
  ])("%# says %2$s", (error, msg, details) => {
    expect(explainPluginError(error)).toEqual({ msg, ...(details && { details }) })
  })

  it("lists everything that garbage collection could not do", () => {
    const error: StoreError = {
      _tag: "Unavailable",
      operation: "remove",
      subject: "a",
      reason: "EIO",
    }
    const garbage: GarbageLeft = {
      _tag: "GarbageLeft",
      failures: [
        { owner, error },
        { owner: { ...owner, ifname: "" }, error },
      ],
      problems: ["cannot read b: EIO"],
    }
    expect(explainPluginError(garbage)).toEqual({
      msg: "could not release the leases of 2 owners",
      details: "c1 (eth0): cannot remove a: EIO; c1: cannot remove a: EIO; cannot read b: EIO",
    })
  })
})
