import type { Address } from "@cni-ipam/core"
import { formatAddress } from "@cni-ipam/core"
import fc from "fast-check"
import { left } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { explainArgsError, parseCniArgs } from "./cni-args.js"

const textOf = (address: Address | undefined) => address && formatAddress(address)

const parsed = (text: string) => {
  const args = parseCniArgs(text)
  if (args._tag === "Left") return explainArgsError(args.left)
  const { address, ...others } = args.right
  return { ...others, address: textOf(address) }
}

describe("the requested address", () => {
  it.each([
    ["IP=10.0.0.6", "10.0.0.6"],
    ["IP=10.0.0.6/24", "10.0.0.6"],
    ["IP=2001:DB8::6/64", "2001:db8::6"],
    ["IP=::ffff:10.0.0.4", "10.0.0.4"],
    ["IP=", undefined],
    ["", undefined],
    ["IP=10.0.0.5;IP=10.0.0.6", "10.0.0.6"],
    ["IP=10.0.0.5;IP=", undefined],
    ["IgnoreUnknown=1;ip=10.0.0.6", undefined],
  ])("of %j is %j", (text, address) => {
    expect(parsed(text)).toMatchObject({ address })
  })
})

describe("what Kubernetes adds", () => {
  const kubernetes =
    "K8S_POD_NAMESPACE=ns1;K8S_POD_UID=u;K8S_POD_NAME=p1;K8S_POD_INFRA_CONTAINER_ID=i;MAC=c2:11:22:33:44:55"

  it.each(["1", "true", "TRUE"])("is read with IgnoreUnknown=%s, wherever that stands", (flag) => {
    const expected = { podNamespace: "ns1", podName: "p1", mac: "c2:11:22:33:44:55" }
    expect(parsed(`IgnoreUnknown=${flag};${kubernetes}`)).toMatchObject(expected)
    expect(parsed(`${kubernetes};IgnoreUnknown=${flag}`)).toMatchObject(expected)
  })

  it.each(["", "IgnoreUnknown=0;", "IgnoreUnknown=false;"])("is unknown after %j", (prefix) => {
    expect(parsed(`${prefix}IP=10.0.0.6;K8S_POD_NAME=x;FOO=BAR`)).toBe(
      'ARGS: unknown args ["K8S_POD_NAME=x" "FOO=BAR"]',
    )
  })
})

it("is refused with a single key that nobody knows", () => {
  expect(parsed("FOO=BAR")).toBe('ARGS: unknown args ["FOO=BAR"]')
})

it("may leave the MAC address empty", () => {
  expect(parsed("IgnoreUnknown=1;MAC=")).toMatchObject({ mac: undefined })
})

describe("a pair that cannot be", () => {
  it.each([
    [";", 'ARGS: invalid pair ""'],
    ["IP=10.0.0.6;", 'ARGS: invalid pair ""'],
    ["IP", 'ARGS: invalid pair "IP"'],
    ["IP==", 'ARGS: invalid pair "IP=="'],
    ["IP=abc", 'ARGS: error parsing value of pair "IP=abc": invalid IP address abc'],
    [
      "IP=010.0.0.1",
      'ARGS: error parsing value of pair "IP=010.0.0.1": invalid IP address 010.0.0.1',
    ],
    [
      "IgnoreUnknown=maybe",
      'ARGS: error parsing value of pair "IgnoreUnknown=maybe": boolean unmarshal error: invalid input maybe',
    ],
    ["IgnoreUnknown=1;MAC=x", 'ARGS: error parsing value of pair "MAC=x": invalid MAC address x'],
  ])("%j is refused: %s", (text, message) => {
    expect(parsed(text)).toBe(message)
  })

  it("is not looked for behind keys that JavaScript has on every object", () => {
    expect(parseCniArgs("constructor=1;__proto__=2")).toEqual(
      left({ _tag: "UnknownArgs", pairs: ["constructor=1", "__proto__=2"] }),
    )
  })
})

it("never throws, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("I", "P", "=", ";", "1", ".", "é") }), (text) => {
      expect(["Left", "Right"]).toContain(parseCniArgs(text)._tag)
    }),
  )
})
