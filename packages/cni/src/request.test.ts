import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { readInput } from "./input.js"
import { memoryIo } from "./memory-io.js"
import { explainNameError, readRequest } from "./request.js"

const complete = {
  CNI_CONTAINERID: "c1",
  CNI_NETNS: "/run/netns/c1",
  CNI_IFNAME: "eth0",
  CNI_PATH: "/opt/cni/bin",
}

const read = (command: string, input: string, env: Record<string, string> = complete) =>
  readRequest(command, env, readInput(memoryIo({ input })))

describe("a request", () => {
  it("holds what the protocol says of it", () => {
    expect(read("ADD", '{"name":"lan","cniVersion":"0.4.0"}')).toMatchObject(
      right({
        command: "ADD",
        network: "lan",
        version: "0.4.0",
        environment: { containerId: "c1" },
        input: { name: "lan" },
      }),
    )
  })

  it.each(['{"name":"lan"}', '{"name":"lan","cniVersion":""}', '{"name":"lan","cniVersion":null}'])(
    "is of version 0.1.0 when %s names none",
    (input) => {
      expect(read("ADD", input)).toMatchObject(right({ version: "0.1.0" }))
    },
  )

  it.each([
    ["FOO", "{", {}, "BadJson"],
    ["ADD", "{", {}, "MissingVariables"],
    ["ADD", "{", complete, "BadJson"],
    ["ADD", '{"name":5}', complete, "Decode"],
    ["ADD", '{"cniVersion":"x"}', complete, "MissingNetworkName"],
    ["ADD", '{"name":""}', complete, "MissingNetworkName"],
    ["FOO", '{"name":"../x"}', complete, "BadNetworkName"],
    ["FOO", '{"name":"lan","cniVersion":5}', complete, "UnknownCommand"],
    ["add", '{"name":"lan"}', complete, "UnknownCommand"],
    ["constructor", '{"name":"lan"}', complete, "UnknownCommand"],
    ["ADD", '{"name":"lan","cniVersion":5}', complete, "Decode"],
    ["GC", '{"name":"lan","cniVersion":"1.0.0"}', complete, "ConfigTooOld"],
    ["ADD", '{"name":"lan","cniVersion":"9.9.9"}', complete, "IncompatibleVersion"],
  ])("%s with %s fails as %3$s, in the order of Go's plugins", (command, input, env, tag) => {
    expect(read(command, input, env)).toMatchObject(left({ _tag: tag }))
  })
})

it("repeats a network name that cannot be", () => {
  expect(explainNameError({ _tag: "BadNetworkName", name: "a/b" })).toEqual({
    msg: "invalid characters found in network name",
    details: "a/b",
  })
  expect(explainNameError({ _tag: "MissingNetworkName" })).toEqual({ msg: "missing network name" })
})
