/** What may stand in a configuration, and what it means. */
import { describe, expect, test } from "vitest"
import { add, five, lan, range } from "../cases/case.js"
import { parseObject } from "../json.js"
import type { WithTwins } from "../twin-tests.js"
import { ask, error, told } from "./ask.js"

const routed = (route: unknown) => add(lan({ subnet: "10.0.0.0/24", routes: [route] }))

export const configurations = (withTwins: WithTwins): void => {
  describe("a configuration", () => {
    test("has no route without a destination, which Go prints as <nil>", () =>
      withTwins(async (twins) => {
        const { go, ours } = await twins.run(routed({ gw: "10.0.0.1" }))
        expect(parseObject(go.stdout)).toMatchObject({ routes: [{ dst: "<nil>", gw: "10.0.0.1" }] })
        expect(told(ours)).toEqual(
          error(7, "ipam.routes[0].dst must be a subnet in CIDR notation, found nothing"),
        )
      }))

    test("has no route that is null, which Go prints as it stands", () =>
      withTwins(async (twins) => {
        const { go, ours } = await twins.run(routed(null))
        expect(parseObject(go.stdout)).toMatchObject({ routes: [null] })
        expect(told(ours)).toEqual(error(6, "ipam.routes[0] must be an object, found null"))
      }))

    test("has no range that begins behind its end, where Go leaves the subnet", () =>
      withTwins(async (twins) => {
        const config = range("10.0.0.0/24", { rangeStart: "10.0.0.255" })
        const ours = error(
          7,
          "invalid range set 0: RangeStart 10.0.0.255 is behind RangeEnd 10.0.0.254 in network 10.0.0.0/24",
        )
        expect(await ask(twins, add(config))).toEqual({ go: ["10.0.0.255/24"], ours })
        expect(await ask(twins, add(config, "c2"))).toEqual({ go: ["10.0.1.0/24"], ours })
      }))

    test("has IPv6 subnets below ::/96, of which Go makes IPv4 addresses", () =>
      withTwins(async (twins) => {
        expect(await ask(twins, add(range("::10.0.0.0/120")))).toEqual({
          go: ["10.0.0.2/24"],
          ours: ["::a00:2/120"],
        })
      }))

    test("excludes addresses that Go hands out", () =>
      withTwins(async (twins) => {
        const config = range("10.0.0.0/29", { exclude: ["10.0.0.2", "10.0.0.4/31"] })
        const wish = { ...config, args: { cni: { ips: ["10.0.0.4"] } } }
        expect(await ask(twins, add(config))).toEqual({
          go: ["10.0.0.2/29"],
          ours: ["10.0.0.3/29"],
        })
        expect(await ask(twins, add(wish, "c2"))).toEqual({
          go: ["10.0.0.4/29"],
          ours: error(
            124,
            "failed to allocate for range 0: requested ip 10.0.0.4 is excluded from range set 10.0.0.1-10.0.0.6",
          ),
        })
      }))

    test("is wrong if a field that Go does not know is wrong", () =>
      withTwins(async (twins) => {
        expect(await ask(twins, add(lan({ subnet: "10.0.0.0/24", exclude: 5 })))).toEqual({
          go: ["10.0.0.2/24"],
          ours: error(6, "ipam.exclude must be an array of addresses and subnets, found 5"),
        })
        expect(
          await ask(twins, add(lan({ subnet: "10.0.0.0/24", logLevel: "loud" }), "c2")),
        ).toEqual({
          go: ["10.0.0.3/24"],
          ours: error(7, "ipam.logLevel: unknown level loud; use error, warn, info, debug"),
        })
      }))
  })

  describe("a request", () => {
    test("in the configuration makes that in CNI_ARGS void, as the conventions say", () =>
      withTwins(async (twins) => {
        const config = { ...five, args: { cni: { ips: ["10.0.0.4"] } } }
        const { go, ours } = await ask(twins, add(config, "c1", { args: "IP=10.0.0.5" }))
        expect(go).toMatchObject({ msg: expect.stringMatching(/requested IPs: 10\.0\.0\.[45]$/) })
        expect(ours).toEqual(["10.0.0.4/29"])
      }))

    test("for two addresses of a set fails for the second one, with Go for either", () =>
      withTwins(async (twins) => {
        const config = { ...five, args: { cni: { ips: ["10.0.0.4", "10.0.0.5"] } } }
        const { go, ours } = await ask(twins, add(config))
        expect(go).toMatchObject({ msg: expect.stringMatching(/requested IPs: 10\.0\.0\.[45]$/) })
        expect(ours).toEqual(error(124, "failed to allocate all requested IPs: 10.0.0.5"))
      }))
  })
}
