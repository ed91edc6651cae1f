/** What a command does. */
import { describe, expect, test } from "vitest"
import { add, check, del, five, lan, range } from "../cases/case.js"
import { parseObject } from "../json.js"
import type { WithTwins } from "../twin-tests.js"
import { ask, error, goError, told } from "./ask.js"

const sameNetns = "plugin's netns and netns from CNI_NETNS should not be the same"

/** The namespace of whoever looks, which is the plugin. */
const own = { netns: "/proc/self/ns/net" }

const one = { ...range("10.0.0.0/30"), cniVersion: "1.1.0" }

const error11 = (code: number, msg: string) => ({ cniVersion: "1.1.0", code, msg })

export const commands = (withTwins: WithTwins): void => {
  describe("an ADD that fails", () => {
    test("leaves the container what it had, where Go takes it away", () =>
      withTwins(async (twins) => {
        await twins.run(add(five))
        await twins.run(add({ ...five, args: { cni: { ips: ["10.0.0.4", "10.9.9.9"] } } }))
        const { go, ours } = await twins.files()
        expect(Object.keys(go)).not.toContain("lan/10.0.0.2")
        expect(ours).toMatchObject({ "lan/10.0.0.2": "600 c1\r\neth0" })
      }))

    test("does not move the position of the sets that had an address", () =>
      withTwins(async (twins) => {
        const sets = lan({ ranges: [[{ subnet: "10.0.0.0/24" }], [{ subnet: "10.1.0.0/30" }]] })
        await twins.run(add(sets))
        await twins.run(add(sets, "c2"))
        const { go, ours } = await twins.files()
        expect(go).toMatchObject({ "lan/last_reserved_ip.0": "600 10.0.0.3" })
        expect(ours).toMatchObject({ "lan/last_reserved_ip.0": "600 10.0.0.2" })
      }))

    test("has no lease if the namespace is the plugin's own, where Go gives one and complains", () =>
      withTwins(async (twins) => {
        const { go, ours } = await twins.run(add(five, "c1", own))
        expect(go.stdout).toContain('"address": "10.0.0.2/29"')
        expect(go.stdout).toContain(sameNetns)
        expect(told(ours)).toEqual({ ...error(8, sameNetns), details: own.netns })
        const files = await twins.files()
        expect(Object.keys(files.go)).toContain("lan/10.0.0.2")
        expect(files.ours).toEqual({})
      }))
  })

  describe("DEL", () => {
    test("needs no data directory, and makes none", () =>
      withTwins(async (twins) => {
        expect(
          await ask(twins, del(lan({ dataDir: "/proc/none", subnet: "10.0.0.0/24" }))),
        ).toEqual({
          go: goError("mkdir /proc/none: no such file or directory"),
          ours: "",
        })
      }))
  })

  describe("DEL", () => {
    test("says whose namespace it is that it complains of", () =>
      withTwins(async (twins) => {
        await twins.run(add(five))
        expect(await ask(twins, del(five, "c1", own))).toEqual({
          go: { code: 8, msg: sameNetns },
          ours: { ...error(8, sameNetns), details: own.netns },
        })
        const { go, ours } = await twins.files()
        expect(Object.keys(go)).not.toContain("lan/10.0.0.2")
        expect(ours).toEqual(go)
      }))
  })

  describe("CHECK", () => {
    test("looks at what the container believes to have", () =>
      withTwins(async (twins) => {
        await twins.run(add(five))
        const believing = (address: string) =>
          check({ ...five, prevResult: { cniVersion: "1.0.0", ips: [{ address }] } })
        expect(await ask(twins, believing("10.0.0.2/29"))).toEqual({ go: "", ours: "" })
        expect(await ask(twins, believing("10.0.0.3/29"))).toEqual({
          go: "",
          ours: error(126, "container c1 (eth0) does not hold 10.0.0.3"),
        })
      }))

    test("says which interface has nothing", () =>
      withTwins(async (twins) => {
        expect(await ask(twins, check(five))).toEqual({
          go: goError("host-local: Failed to find address added by container c1"),
          ours: error(126, "Failed to find address added by container c1 (eth0)"),
        })
      }))
  })

  describe("GC, which Go accepts and leaves undone,", () => {
    test("gives back what no attachment holds", () =>
      withTwins(async (twins) => {
        await twins.run(add(one))
        const config = { ...one, "cni.dev/valid-attachments": [] }
        expect(await ask(twins, { command: "GC", config })).toEqual({ go: "", ours: "" })
        const { go, ours } = await twins.files()
        expect(Object.keys(go)).toContain("lan/10.0.0.2")
        expect(Object.keys(ours)).not.toContain("lan/10.0.0.2")
      }))

    test("fails without a list of attachments", () =>
      withTwins(async (twins) => {
        expect(await ask(twins, { command: "GC", config: one })).toEqual({
          go: "",
          ours: error11(7, "cni.dev/valid-attachments is missing: nothing was freed"),
        })
      }))
  })

  describe("STATUS, which Go accepts and leaves undone,", () => {
    test("says whether there is an address left", () =>
      withTwins(async (twins) => {
        expect(await ask(twins, { command: "STATUS", config: one })).toEqual({ go: "", ours: "" })
        await twins.run(add(one))
        expect(await ask(twins, { command: "STATUS", config: one })).toEqual({
          go: "",
          ours: error11(50, "no IP addresses available in range set: 10.0.0.1-10.0.0.2"),
        })
      }))
  })

  describe("VERSION", () => {
    test("is answered in the version that it was asked in", () =>
      withTwins(async (twins) => {
        const { go, ours } = await twins.run({ command: "VERSION", config: five })
        expect(parseObject(go.stdout)).toMatchObject({ cniVersion: "1.1.0" })
        expect(parseObject(ours.stdout)).toMatchObject({ cniVersion: "1.0.0" })
      }))
  })
}
