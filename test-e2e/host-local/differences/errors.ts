/** What an error says. */
import { describe, expect, test } from "vitest"
import { add, five, lan, range } from "../cases/case.js"
import type { WithTwins } from "../twin-tests.js"
import { ask, error, goError } from "./ask.js"

export const errors = (withTwins: WithTwins): void => {
  describe("an error", () => {
    test("has the version, the specification's code and the place of the mistake", () =>
      withTwins(async (twins) => {
        expect(await ask(twins, add(range("10.0.0.0")))).toEqual({
          go: goError("invalid CIDR address: 10.0.0.0"),
          ours: error(7, "ipam.ranges[0][0].subnet: invalid CIDR address: 10.0.0.0"),
        })
        expect(await ask(twins, add(range(5)))).toEqual({
          go: goError(
            "json: cannot unmarshal number into Go struct field Range.ipam.ranges.subnet of type string",
          ),
          ours: error(6, "ipam.ranges[0][0].subnet must be a subnet in CIDR notation, found 5"),
        })
        expect(await ask(twins, add(lan({ subnet: "10.0.0.0/24", resolvConf: "/none" })))).toEqual({
          go: goError("open /none: no such file or directory"),
          ours: error(5, "ipam.resolvConf: cannot read /none: ENOENT: no such file or directory"),
        })
        expect(await ask(twins, add(lan({ subnet: "10.0.0.0/24", resolvConf: "/" })))).toEqual({
          go: goError("read /: is a directory"),
          ours: error(
            5,
            "ipam.resolvConf: cannot read /: EISDIR: illegal operation on a directory",
          ),
        })
      }))

    test("names the interface that has an address already", () =>
      withTwins(async (twins) => {
        await twins.run(add(five))
        expect(await ask(twins, add(five))).toEqual({
          go: goError(
            "failed to allocate for range 0: 10.0.0.2 has been allocated to c1, duplicate allocation is not allowed",
          ),
          ours: error(
            121,
            "failed to allocate for range 0: 10.0.0.2 has been allocated to c1 (eth0), duplicate allocation is not allowed",
          ),
        })
      }))

    test("names the holder of an address that is taken", () =>
      withTwins(async (twins) => {
        await twins.run(add(five))
        const wish = { ...five, args: { cni: { ips: ["10.0.0.2"] } } }
        const taken =
          "failed to allocate for range 0: requested IP address 10.0.0.2 is not available in range set 10.0.0.1-10.0.0.6"
        expect(await ask(twins, add(wish, "c2"))).toEqual({
          go: goError(taken),
          ours: error(123, `${taken}; it is held by c1 (eth0)`),
        })
      }))

    test("tells of a request that cannot be met before it tells of a range that is full", () =>
      withTwins(async (twins) => {
        const full = range("10.0.0.0/30")
        await twins.run(add(full))
        expect(
          await ask(twins, add({ ...full, args: { cni: { ips: ["10.9.0.9"] } } }, "c2")),
        ).toEqual({
          go: goError(
            "failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.2",
          ),
          ours: error(124, "failed to allocate all requested IPs: 10.9.0.9"),
        })
      }))
  })
}
