/** In which order delegates are run, and what each of them is told. */
import { describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { answering, fakes } from "./fake-delegates.js"

const bin = await builtPlugins("ipam-delegated")

const result = { ips: [{ address: "10.0.0.2/24" }], routes: [], dns: {} }

describe("ADD", () => {
  test("gives each delegate the result of the one before, and answers with the last", async () => {
    const { run, calls } = await fakes(bin, {
      one: answering({ ips: [], pools: [{ name: "a", deep: { x: [1, null] } }], own: true }),
      two: answering({ ips: [], last: "two" }),
      three: answering(result),
    })
    const first = { cniVersion: "1.1.0", ips: [{ address: "192.0.2.1/32" }], extra: 1 }
    const { exit, answer } = await run("ADD", { fields: { prevResult: first } })
    expect({ exit, answer }).toEqual({ exit: 0, answer: { cniVersion: "1.1.0", ...result } })
    expect((await calls()).map(({ config }) => config["prevResult"])).toEqual([
      first,
      {
        cniVersion: "1.1.0",
        ips: [],
        pools: [{ name: "a", deep: { x: [1, null] } }],
        own: true,
      },
      { cniVersion: "1.1.0", ips: [], last: "two" },
    ])
  })

  test("keeps every key of the configuration, known or not", async () => {
    const { run, calls } = await fakes(bin, { one: answering(result), two: answering(result) })
    const fields = {
      ipMasq: false,
      unknown: { a: [{ b: null }], ü: "\u2028" },
      runtimeConfig: { ips: ["10.0.0.9"] },
      args: { cni: { x: 1 } },
    }
    await run("ADD", { fields, ipam: { consul_servers: ["http://127.0.0.1:1"], other: 0 } })
    const expected = {
      cniVersion: "1.1.0",
      name: "lan",
      ...fields,
      ipam: {
        type: "ipam-delegated",
        delegates: ["one", "two"],
        delegateTimeout: 10_000,
        consul_servers: ["http://127.0.0.1:1"],
        other: 0,
      },
    }
    const [first, second] = (await calls()).map(({ config }) => config)
    expect(first).toEqual(expected)
    expect(second).toEqual({ ...expected, prevResult: { cniVersion: "1.1.0", ...result } })
  })

  test("passes on the environment as it is", async () => {
    const { run } = await fakes(bin, {
      one: 'echo "{\\"env\\": \\"$CNI_CONTAINERID $CNI_IFNAME $CNI_ARGS $MORE\\"}"',
    })
    const { answer } = await run("ADD", { args: "K=v", env: { MORE: "more" } })
    expect(answer).toEqual({ env: "c1 eth0 K=v more" })
  })
})

describe("DEL", () => {
  const bodies = {
    "ipam-ds-one": `echo '{"pools": ["one"]}'`,
    first: "",
    "ipam-ds-two": `echo '{"pools": ["two"], "ips": ["not passed on"]}'`,
    second: "",
    third: "echo '{\"ips\": []}'",
  }

  test("begins with those that select pools, and then goes backwards", async () => {
    const { run, calls, order } = await fakes(bin, bodies)
    expect(await run("DEL", { fields: { prevResult: result } })).toMatchObject({
      exit: 0,
      said: "",
    })
    expect(await order()).toEqual([
      "DEL ipam-ds-one",
      "DEL ipam-ds-two",
      "DEL third",
      "DEL second",
      "DEL first",
    ])
    const last = { ...result, pools: ["two"] }
    expect((await calls()).map(({ config }) => config["prevResult"])).toEqual([
      result,
      { ...result, pools: ["one"] },
      last,
      last,
      last,
    ])
  })

  test("reaches all of them, and tells what each had against it", async () => {
    const fail = (code: number) =>
      `echo '{"cniVersion":"1.1.0","code":${code},"msg":"no ${code}","details":"really"}'; exit 3`
    const { run, order } = await fakes(bin, {
      ...bodies,
      "ipam-ds-one": fail(111),
      second: fail(11),
      first: "exit 4",
    })
    const { exit, answer } = await run("DEL")
    expect({ exit, answer }).toEqual({
      exit: 1,
      answer: {
        cniVersion: "1.1.0",
        code: 111,
        msg: "delegates ipam-ds-one, second, first failed: no 111",
        details:
          "ipam-ds-one: code 111: no 111 (really); second: code 11: no 11 (really); first: code 5: it exited with status 4 (it printed nothing)",
      },
    })
    expect(await order()).toHaveLength(5)
  })

  test("leaves room for every delegate's error, however much one has to say", async () => {
    const fail = (code: number) =>
      `echo '{"code":${code},"msg":"${"m".repeat(3000)}","details":"${"d".repeat(3000)}"}'; exit 1`
    const { answer } = await (await fakes(bin, { one: fail(1), two: fail(2), three: fail(3) })).run(
      "DEL",
    )
    for (const part of ["one: code 1:", "two: code 2:", "three: code 3:"])
      expect(answer["details"]).toContain(part)
  })
})

describe.each(["CHECK", "GC", "STATUS"])("%s", (command) => {
  test("goes through all in order, and passes pools on", async () => {
    const { run, order, calls } = await fakes(bin, {
      one: `echo '{"cniVersion": "1.1.0", "ips": [], "pools": ["a"]}'`,
      two: "exit 1",
      three: "",
    })
    const fields = { prevResult: result, "cni.dev/valid-attachments": [] }
    const { exit, answer } = await run(command, { fields })
    expect({ exit, answer }).toMatchObject({
      exit: 1,
      answer: { code: 5, msg: "delegate two failed: it exited with status 1" },
    })
    expect(await order()).toEqual([`${command} one`, `${command} two`, `${command} three`])
    expect((await calls()).map(({ config }) => config["prevResult"])).toEqual([
      result,
      { ...result, pools: ["a"] },
      { ...result, pools: ["a"] },
    ])
    for (const { config } of await calls()) expect(config["cni.dev/valid-attachments"]).toEqual([])
  })

  test("prints nothing", async () => {
    const { run } = await fakes(bin, { one: "", two: "" })
    const fields = { prevResult: result }
    expect(await run(command, { fields })).toMatchObject({ exit: 0, said: "" })
  })
})
