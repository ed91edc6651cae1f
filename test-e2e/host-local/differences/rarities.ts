/**
 * Where ours differs from Go in what no runtime asks for: there the stricter, or the plainer, of the
 * two ways was taken. docs/host-local.md lists them.
 */
import { describe, expect, test } from "vitest"
import { add, check, del, five, lan, range } from "../cases/case.js"
import { prepare } from "../play.js"
import type { WithTwins } from "../twin-tests.js"
import { sharedFolder } from "../twins.js"
import { ask, error, goError } from "./ask.js"

const text = JSON.stringify(five)

const leased = ["10.0.0.2/29"]

const routed = (route: string) =>
  text.replace('"ranges"', `"routes":[{"dst":"0.0.0.0/0",${route}}],"ranges"`)

export const rarities = (withTwins: WithTwins): void => {
  const differ = (name: string, config: unknown, go: unknown, ours: unknown, args?: string) =>
    test(name, () =>
      withTwins(async (twins) => {
        expect(await ask(twins, add(config, "c1", { args }))).toEqual({ go, ours })
      }),
    )

  describe("in rare cases, in a configuration", () => {
    differ(
      "a prefix length has no leading zeros",
      range("10.0.0.0/029"),
      leased,
      error(7, "ipam.ranges[0][0].subnet: invalid CIDR address: 10.0.0.0/029"),
    )

    differ(
      "of a key in two spellings the exact one counts, not the last one",
      text.replace('"subnet":"10.0.0.0/29"', '"subnet":"10.0.0.0/29","SUBNET":"10.9.0.0/29"'),
      ["10.9.0.2/29"],
      leased,
    )

    differ(
      "of an object that stands twice the last one counts, and not both together",
      text.replace("}]]}", '}]]},"ipam":{"routes":[]}'),
      leased,
      error(7, "no IP ranges specified"),
    )

    differ(
      "a number may be written as 1500.0",
      routed('"mtu":1500.0'),
      goError(
        "json: cannot unmarshal number 1500.0 into Go struct field IPAMConfig.ipam.routes.mtu of type int",
      ),
      leased,
    )

    differ(
      "a number has at most 53 bits",
      routed('"table":9007199254740993'),
      leased,
      error(6, "ipam.routes[0].table must be an integer, found 9007199254740992"),
    )

    differ(
      "ipam.name may be of any type",
      lan({ name: 5, subnet: "10.0.0.0/29" }),
      goError(
        "json: cannot unmarshal number into Go struct field IPAMConfig.ipam.Name of type string",
      ),
      leased,
    )

    differ(
      "ipam.subnet may be null",
      lan({ subnet: null, ranges: [[{ subnet: "10.0.0.0/29" }]] }),
      goError("invalid CIDR address: "),
      leased,
    )

    differ(
      "a MAC address must be one",
      { ...five, runtimeConfig: { mac: "0a58" } },
      leased,
      error(7, "runtimeConfig.mac: invalid MAC address 0a58"),
    )

    differ(
      "a MAC address in CNI_ARGS must be one",
      five,
      leased,
      error(4, 'ARGS: error parsing value of pair "MAC=0a58": invalid MAC address 0a58'),
      "IgnoreUnknown=1;MAC=0a58",
    )
  })

  describe("in rare cases,", () => {
    test("a route to an IPv4-mapped subnet stays one of IPv6", () =>
      withTwins(async (twins) => {
        const config = lan({ subnet: "10.0.0.0/29", routes: [{ dst: "::ffff:10.0.0.0/104" }] })
        const { go, ours } = await twins.run(add(config))
        expect(go.stdout).toContain('"dst": "10.0.0.0/8"')
        expect(ours.stdout).toContain('"dst": "::ffff:a00:0/104"')
      }))

    test("an interface's name has no control characters, nor a byte order mark", () =>
      withTwins(async (twins) => {
        expect(await ask(twins, add(five, "c1", { ifname: "a\u0001b" }))).toEqual({
          go: leased,
          ours: expect.objectContaining({ code: 7 }),
        })
        await twins.adopt()
        expect(await ask(twins, add(five, "c1", { ifname: "a\ufeffb" }))).toEqual({
          go: leased,
          ours: error(4, "interface name contains / or : or whitespace characters"),
        })
      }))

    test("a container's name has less than a thousand characters", () =>
      withTwins(async (twins) => {
        const { go, ours } = await ask(twins, add(five, "a".repeat(1100)))
        expect(go).toEqual(leased)
        expect(ours).toMatchObject({ code: 7 })
      }))

    test("a lease that somebody writes over goes unnoticed, unless the directory changes too", () =>
      withTwins(async (twins) => {
        await twins.run(add(five))
        await twins.write("lan/10.0.0.2", "c9\r\neth0")
        expect(await ask(twins, check(five))).toEqual({
          go: goError("host-local: Failed to find address added by container c1"),
          ours: error(126, "Failed to find address added by container c1 (eth0)"),
        })
        expect(await ask(twins, check(five, "c9"))).toEqual({
          go: "",
          ours: error(126, "Failed to find address added by container c9 (eth0)"),
        })
      }))

    test("a lease file whose name is not as the plugins spell it is nobody's", () =>
      withTwins(async (twins) => {
        await prepare(twins, { "2001:DB8::2": "c1\r\neth0" }, "")
        await twins.run(del(five))
        const { go, ours } = await twins.files()
        expect(Object.keys(go)).toEqual([])
        expect(Object.keys(ours)).toContain("lan/2001:DB8::2")
      }))

    const resolving = lan({ subnet: "10.0.0.0/29", resolvConf: `${sharedFolder}/resolv.conf` })

    test("a resolv.conf may begin with a byte order mark", () =>
      withTwins(async (twins) => {
        await prepare(twins, {}, "\ufeffnameserver 192.0.2.1\n")
        const { go, ours } = await twins.run(add(resolving))
        expect(go.stdout).not.toContain("192.0.2.1")
        expect(ours.stdout).toContain("192.0.2.1")
      }))

    test("a line of a resolv.conf may be of any length", () =>
      withTwins(async (twins) => {
        await prepare(twins, {}, `search ${"a".repeat(70_000)}\n`)
        expect(await ask(twins, add(resolving))).toEqual({
          go: goError("bufio.Scanner: token too long"),
          ours: leased,
        })
      }))
  })
}
