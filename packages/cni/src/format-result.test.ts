import { address } from "@cni-ipam/core"
import { none } from "fp-ts/lib/Option.js"
import { expect, it } from "vitest"
import type { CniVersion } from "./cni-version.js"
import { formatResult } from "./format-result.js"

const result = {
  addresses: [{ address: address(4, 0x0a000002n), prefixLength: 24, gateway: none }],
  routes: [],
  dns: {},
}

it.each<[CniVersion, string[]]>([
  ["0.1.0", ["cniVersion", "ip4", "dns"]],
  ["0.2.0", ["cniVersion", "ip4", "dns"]],
  ["0.3.0", ["cniVersion", "ips", "dns"]],
  ["0.3.1", ["cniVersion", "ips", "dns"]],
  ["0.4.0", ["cniVersion", "ips", "dns"]],
  ["1.0.0", ["cniVersion", "ips"]],
  ["1.1.0", ["cniVersion", "ips"]],
])("writes a result of %s in the form of that version", (version, keys) => {
  const written = JSON.parse(formatResult(version, result))
  expect(Object.keys(written)).toEqual(keys)
  expect(written.cniVersion).toBe(version)
})

it("writes what Go's host-local writes, byte for byte", () => {
  expect(formatResult("1.0.0", result)).toBe(`{
    "cniVersion": "1.0.0",
    "ips": [
        {
            "address": "10.0.0.2/24"
        }
    ]
}`)
})
