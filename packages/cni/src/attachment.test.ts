import { formatAddress } from "@cni-ipam/core"
import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { readAttachment } from "./attachment.js"
import type { Request } from "./request.js"
import { config, memoryPlugin } from "./test/memory-plugin.js"
import { wishesOf } from "./wishes.js"

const plugin = memoryPlugin()

const request = (fields: object, args = ""): Request => ({
  command: "ADD",
  environment: {
    containerId: "c1",
    netns: "/run/netns/c1",
    ifname: "eth0",
    args,
    netnsOverride: false,
  },
  version: "1.1.0",
  network: "lan",
  input: config(fields),
})

const wishes = (fields: object, args?: string) => {
  const read = readAttachment({ plugin, request: request(fields, args) })
  if (read._tag === "Left") throw new Error(`a test has a bad request: ${read.left._tag}`)
  return wishesOf(read.right.config, read.right.args)
}

const requested = (fields: object, args?: string) =>
  wishes(fields, args).requested.map(formatAddress)

const holder = (fields: object, args?: string) => wishes(fields, args).holder

const byArgs = { args: { cni: { ips: ["10.0.0.4/29"], mac: "00:00:00:00:00:04" } } }
const byRuntime = { runtimeConfig: { ips: ["10.0.0.5"], mac: "00:00:00:00:00:05" } }

it("is of the container and interface that the environment names", () => {
  expect(readAttachment({ plugin, request: request({}) })).toMatchObject(
    right({ owner: { containerId: "c1", ifname: "eth0" }, pool: right({ network: "lan" }) }),
  )
})

describe("the requested addresses", () => {
  it.each([
    ["none", {}, "", []],
    ["those of CNI_ARGS", {}, "IP=10.0.0.6", ["10.0.0.6"]],
    ["those of args", byArgs, "", ["10.0.0.4"]],
    ["those of runtimeConfig", byRuntime, "", ["10.0.0.5"]],
    [
      "first those of args, then those of runtimeConfig",
      { ...byArgs, ...byRuntime },
      "",
      ["10.0.0.4", "10.0.0.5"],
    ],
    ["never those of CNI_ARGS beside args", byArgs, "IP=10.0.0.6", ["10.0.0.4"]],
    ["never those of CNI_ARGS beside runtimeConfig", byRuntime, "IP=10.0.0.6", ["10.0.0.5"]],
    [
      "those of CNI_ARGS where args has an empty list",
      { args: { cni: { ips: [] } } },
      "IP=10.0.0.6",
      ["10.0.0.6"],
    ],
  ])("are %s", (_, fields, args, expected) => {
    expect(requested(fields, args)).toEqual(expected)
  })
})

describe("what is known of the holder", () => {
  const kubernetes = "IgnoreUnknown=1;MAC=00:00:00:00:00:06;K8S_POD_NAME=p1;K8S_POD_NAMESPACE=ns1"

  it("is nothing, where nobody says anything", () => {
    expect(holder({})).toEqual({})
    expect(holder({ runtimeConfig: { mac: "" } }, "IgnoreUnknown=1;K8S_POD_NAME=")).toEqual({})
  })

  it.each([
    ["runtimeConfig", { ...byArgs, ...byRuntime }, "00:00:00:00:00:05"],
    ["args", byArgs, "00:00:00:00:00:04"],
    ["CNI_ARGS", {}, "00:00:00:00:00:06"],
  ])("is the MAC address of %s and the pod of CNI_ARGS", (_, fields, mac) => {
    expect(holder(fields, kubernetes)).toEqual({ mac, podNamespace: "ns1", podName: "p1" })
  })
})

describe("of several mistakes", () => {
  it.each([
    ["the configuration's", { ipam: { ranges: "x" } }, "IP=x", "Decode"],
    ["that of CNI_ARGS", { ipam: { ranges: [[]] } }, "IP=x", "BadValue"],
    ["the range's", { ipam: { ranges: [[]] } }, "", "BadRangeSet"],
  ])("%s is reported", (_, fields, args, tag) => {
    expect(readAttachment({ plugin, request: request(fields, args) })).toMatchObject(
      left({ _tag: tag }),
    )
  })
})
