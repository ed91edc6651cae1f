/** What happens to the files of a network. */
import { describe, expect, test } from "vitest"
import { add, check, del, five, lan } from "../cases/case.js"
import { prepare } from "../play.js"
import type { WithTwins } from "../twin-tests.js"
import { ask, error } from "./ask.js"

export const files = (withTwins: WithTwins): void => {
  describe("a file", () => {
    test("that is empty or torn does not take its address away for ever", () =>
      withTwins(async (twins) => {
        await prepare(twins, { "10.0.0.2": "", "10.0.0.3": "\u0000\u0000" }, "")
        expect(await ask(twins, add(five))).toEqual({ go: ["10.0.0.4/29"], ours: ["10.0.0.2/29"] })
        expect(await ask(twins, add(five, "c2"))).toEqual({
          go: ["10.0.0.5/29"],
          ours: ["10.0.0.3/29"],
        })
      }))

    test("that holds the round-robin position is never taken for a lease", () =>
      withTwins(async (twins) => {
        await prepare(twins, { "last_reserved_ip.0": "10.0.0.3" }, "")
        expect(await ask(twins, check(five, "10.0.0.3"))).toEqual({
          go: "",
          ours: error(126, "Failed to find address added by container 10.0.0.3 (eth0)"),
        })
        await twins.run(del(five, "10.0.0.3"))
        const { go, ours } = await twins.files()
        expect(Object.keys(go)).not.toContain("lan/last_reserved_ip.0")
        expect(ours).toMatchObject({ "lan/last_reserved_ip.0": "600 10.0.0.3" })
      }))

    test("that is a copy of a lease is nobody's, whatever it holds", () =>
      withTwins(async (twins) => {
        await prepare(twins, { "10.0.0.2.bak": "c1\r\neth0", "old/10.0.0.2": "c1\r\neth0" }, "")
        await twins.run(del(five))
        const { go, ours } = await twins.files()
        expect(Object.keys(go)).toEqual([])
        expect(Object.keys(ours)).toContain("lan/10.0.0.2.bak")
        expect(Object.keys(ours)).toContain("lan/old/10.0.0.2")
      }))

    test("of an old plugin outlasts that of the interface, however many range sets there are", () =>
      withTwins(async (twins) => {
        const sets = lan({ ranges: [[{ subnet: "10.0.0.0/29" }], [{ subnet: "10.1.0.0/29" }]] })
        await prepare(twins, { "10.0.0.2": "c1", "10.0.0.3": "c1\r\neth0" }, "")
        await twins.run(del(sets))
        const { go, ours } = await twins.files()
        expect(Object.keys(go)).toEqual([])
        expect(Object.keys(ours)).toEqual(["lan/", "lan/10.0.0.2", "lan/lock"])
      }))
  })
}
