import type { Owner } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { badNameInQuery } from "./bad-name.js"

const complaint = (owner: Owner): string | undefined => {
  const error = badNameInQuery({ network: "lan", owner, rangeSets: [] })
  return error && explainStoreError(error)
}

describe("a name that cannot be written", () => {
  it.each([
    ["", "eth0", 'the name of a container cannot be ""'],
    ["", "", 'the name of a container cannot be ""'],
    ["web\n1", "eth0", 'the name of a container cannot be "web\\n1"'],
    ["web-1", "eth\n0", 'the name of an interface cannot be "eth\\n0"'],
    ["web-1", " ", 'the name of an interface cannot be " "'],
    ["", " ", 'the name of a container cannot be ""'],
    ["x".repeat(1000), "e".repeat(30), `the name of a container cannot be "${"x".repeat(80)}"`],
  ])("of the owner %j (%j) is told for what it is", (containerId, ifname, sentence) => {
    expect(complaint({ containerId, ifname })).toBe(sentence)
  })

  it("is none of an attachment's, nor of a container's as a whole", () => {
    expect(complaint({ containerId: "web-1", ifname: "eth0" })).toBeUndefined()
    expect(complaint({ containerId: "web-1", ifname: "" })).toBeUndefined()
  })
})
