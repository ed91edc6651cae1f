/** The commands, on programs that are none. */
import { describe, expect, it } from "vitest"
import { delegation, printed } from "./test/fake-programs.js"

const result = (fields: object) => printed(JSON.stringify({ cniVersion: "1.1.0", ...fields }))

describe("ADD", () => {
  it("hands each result on, and answers with the last", async () => {
    const { call, told, runs } = delegation({
      one: result({ ips: [], pools: ["p"] }),
      two: result({ ips: [{ address: "10.0.0.2/24" }] }),
    })
    const { exit, answer } = await call("ADD", ["one", "two"], { more: [1], prevResult: { a: 1 } })
    expect(exit).toBe(0)
    expect(answer).toEqual({ cniVersion: "1.1.0", ips: [{ address: "10.0.0.2/24" }] })
    expect(told()).toEqual([{ a: 1 }, { cniVersion: "1.1.0", ips: [], pools: ["p"] }])
    expect(JSON.parse(runs[1]?.input ?? "")).toMatchObject({ name: "lan", more: [1] })
    expect(runs[0]).toMatchObject({
      path: "/cni/one",
      timeout: 30_000,
      env: { CNI_COMMAND: "ADD", CNI_CONTAINERID: "c1" },
    })
  })

  it("undoes all in reverse order with what each was told, the one that failed first", async () => {
    const { call, order, told } = delegation({
      "ADD one": result({ pools: ["p"] }),
      "ADD two": result({ x: 1 }),
      "ADD bad": printed('{"code": 122, "msg": "full"}', 1),
    })
    const { exit, answer } = await call("ADD", ["one", "two", "bad", "never"])
    expect({ exit, answer }).toMatchObject({
      exit: 1,
      answer: { code: 122, msg: "delegate bad failed: full", details: "bad: code 122: full" },
    })
    expect(order).toEqual(["ADD one", "ADD two", "ADD bad", "DEL bad", "DEL two", "DEL one"])
    expect(told().slice(3)).toEqual(told().slice(0, 3).toReversed())
  })

  it("does not undo what an earlier ADD of the attachment has done", async () => {
    const { call, order } = delegation({
      "ADD one": result({}),
      "ADD two": printed('{"code": 121, "msg": "has one"}', 1),
    })
    expect((await call("ADD", ["one", "two"])).answer).toMatchObject({ code: 121 })
    expect(order).toEqual(["ADD one", "ADD two", "DEL one"])
  })

  it("tells what could not be undone", async () => {
    const { call } = delegation({
      "ADD one": result({}),
      "DEL one": { _tag: "Killed", signal: "SIGSEGV" },
      "ADD two": { _tag: "TimedOut" },
    })
    expect((await call("ADD", ["one", "two"])).answer).toMatchObject({
      code: 5,
      details:
        "two: code 5: it did not end within 30000 ms and was killed; while rolling back, one: code 5: it was ended by SIGSEGV",
    })
  })
})

describe("DEL", () => {
  it("asks selectors in front, then the others backwards, and all of them", async () => {
    const { call, order, told } = delegation({
      "ipam-ds-x": result({ pools: ["p"], ips: ["no"] }),
      two: printed('{"code": 11, "msg": "busy"}', 1),
    })
    const prevResult = { ips: [{ address: "10.0.0.2/24" }] }
    const { answer } = await call("DEL", ["one", "ipam-ds-x", "two", "missing"], { prevResult })
    expect(answer).toMatchObject({
      code: 5,
      details:
        "missing: code 5: there is no such plugin (it was looked for in CNI_PATH); two: code 11: busy",
    })
    expect(order).toEqual(["DEL ipam-ds-x", "DEL two", "DEL one"])
    const passed = { ...prevResult, pools: ["p"] }
    expect(told()).toEqual([prevResult, passed, passed])
  })
})

describe.each(["CHECK", "GC", "STATUS"])("%s", (command) => {
  it("asks all in order and prints nothing", async () => {
    const { call, order, told } = delegation({ one: result({ pools: ["p"] }) })
    expect(await call(command, ["one", "two"])).toEqual({ exit: 0, answer: undefined })
    expect(order).toEqual([`${command} one`, `${command} two`])
    expect(told()).toEqual([undefined, { pools: ["p"] }])
  })
})

describe("the delegates", () => {
  it.each([
    [undefined, 104],
    [[], 107],
    [["a/b"], 107],
    [[".."], 107],
    [["ipam-delegated"], 107],
    ["one", 6],
  ])("cannot be %j", async (delegates, code) => {
    const { call, order } = delegation({})
    expect((await call("ADD", delegates)).answer).toMatchObject({ code })
    expect(order).toEqual([])
  })
})
