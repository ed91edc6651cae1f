/** Servers that are not there, are slow, or are no Consul; and keys that hold something else. */
import { afterAll, afterEach, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { startProxy } from "../servers/proxy.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
const proxy = await startProxy(server.url)
afterAll(async () => {
  await proxy.stop()
  await server.release()
})
afterEach(() => proxy.forward())

const token = "6a5f0f3e-5e9b-4d6f-8f0e-c0ffee000000"
const timeout = 500
/** What a process needs beside its deadline on a machine that is busy with other tests. */
const slack = 700

const lan = (name: string, ipam: Fields = {}) =>
  network(bin, {
    name,
    ipam: {
      type: "consul",
      ...addressOf(proxy.url),
      subnet: "10.0.0.0/24",
      token,
      timeout,
      ...ipam,
    },
  })

const response = (status: string, body: string, type = "text/html") =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`

const json = (status: string, value: unknown) =>
  response(status, JSON.stringify(value), "application/json")

const answers: readonly (readonly [what: string, bytes: string])[] = [
  ["a web page", response("200 OK", "<html>It works!</html>")],
  ["a page that is not there", response("404 Not Found", "<html>nothing here</html>")],
  ["nothing at all, politely", response("404 Not Found", "")],
  [
    "a redirection",
    `HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/?${token}\r\nContent-Length: 0\r\n\r\n`,
  ],
  ["an error that shows the token", response("500 Internal Server Error", `you sent ${token}`)],
  ["a refusal that shows the token", response("400 Bad Request", `you sent ${token}`)],
  ["other JSON", json("200 OK", { hello: "world" })],
  ["JSON of the wrong types", json("200 OK", { Results: [{ KV: { Key: 1 } }] })],
  ["a transaction of nothing", json("200 OK", { Results: [], Errors: null })],
  ["a list", json("200 OK", [])],
  ["null", json("200 OK", null)],
  ["a rollback without a reason", json("409 Conflict", { Results: null, Errors: [] })],
  ["a rollback that is no JSON", response("409 Conflict", "no")],
  [
    "a rollback of an operation that was not sent",
    json("409 Conflict", { Errors: [{ OpIndex: 99, What: "x" }] }),
  ],
  ["no leader", response("500 Internal Server Error", "No cluster leader")],
  ["too many requests", response("429 Too Many Requests", "slow down")],
  ["bytes that are no HTTP", "garbage\r\n\r\n"],
  ["half an answer", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"],
  ["an answer without an end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"],
  ["nothing, and hangs up", ""],
]

describe("a server that answers with", () => {
  test.each(answers)("%s is an error in time, and costs nobody anything", async (what, bytes) => {
    const name = what.replace(/\W+/g, "-")
    const call = lan(name)
    const { answer: prevResult } = await call("ADD", "held")
    const before = await server.admin.list(`cni-ipam/${name}`)
    await proxy.answer(bytes)
    const held = { fields: { prevResult } }
    const fields = { "cni.dev/valid-attachments": [] }
    const outcomes = await Promise.all([
      call("ADD", "c1"),
      call("DEL", "held"),
      call("DEL", "c1"),
      call("CHECK", "held", held),
      call("GC", undefined, { fields }),
      call("STATUS"),
    ])
    for (const [index, { exit, answer, said, took }] of outcomes.entries()) {
      expect({ exit, code: answer["code"] }).toEqual({ exit: 1, code: index === 5 ? 50 : 5 })
      expect(said).not.toContain(token)
      expect(said).toContain(proxy.url)
      expect(took).toBeLessThan(timeout + slack)
    }
    await proxy.forward()
    expect(await server.admin.list(`cni-ipam/${name}`)).toEqual(before)
    expect((await call("DEL", "held")).exit).toBe(0)
  })
})

const commands = ["ADD", "DEL", "STATUS"]

test("a server that is not there is told of soon", async () => {
  await proxy.refuse()
  for (const command of commands) {
    const { answer, took } = await lan("dead", { timeout: 10_000 })(command, "c1")
    expect(answer).toMatchObject({ code: command === "STATUS" ? 50 : 5 })
    expect(JSON.stringify(answer)).toContain("ECONNREFUSED")
    expect(took).toBeLessThan(3000)
  }
})

test("a server that is silent is told of at the deadline", async () => {
  await proxy.stall()
  for (const command of commands) {
    const { answer, took } = await lan("silent")(command, "c1")
    expect(answer).toMatchObject({ code: command === "STATUS" ? 50 : 5 })
    expect(took).toBeGreaterThan(timeout - 50)
    expect(took).toBeLessThan(timeout + slack)
  }
})

test("a server that answers behind the deadline leaves no lease of a container that failed", async () => {
  const call = lan("slow")
  await proxy.forward({ delay: timeout + 300 })
  expect((await call("ADD", "c1")).answer).toMatchObject({ code: 5 })
  await proxy.forward({ delay: timeout * 0.6 })
  const { answer, took } = await call("ADD", "c2")
  expect(answer).toMatchObject({ code: 5 })
  expect(took).toBeLessThan(timeout + slack)
  await proxy.forward()
  // The second ADD may have been made behind its back: that is what DEL after a failure is for.
  for (const id of ["c1", "c2"]) expect((await call("DEL", id)).exit).toBe(0)
  expect([...(await server.admin.list("cni-ipam/slow/")).keys()]).toEqual([])
  expect(addressesIn((await call("ADD", "c3")).answer)).toHaveLength(1)
})

test("a datacenter that the server does not know is told of at once", async () => {
  const { answer, took } = await lan("elsewhere", { dc: "dc9", timeout: 10_000 })("ADD", "c1")
  expect(answer).toMatchObject({ code: 5 })
  expect(answer["msg"]).toContain("No path to datacenter")
  expect(took).toBeLessThan(5000)
})

describe("among the leases", () => {
  const strange: readonly (readonly [key: string, value: string])[] = [
    ["10.0.0.2", ""],
    ["10.0.0.3", "not JSON"],
    ["10.0.0.4", "[]"],
    ["10.0.0.5", '{"id": 5}'],
    ["10.0.0.6", '{"id": ""}'],
    ["10.0.0.7", "\u0000\uFFFD"],
    ["readme.txt", "hello"],
    ["10.0.0.0/24", "a subnet"],
    ["010.0.0.8", '{"ip":"10.0.0.8","id":"x"}'],
    ["sub/10.0.0.9", '{"ip":"10.0.0.9","id":"x"}'],
    ["", "a folder"],
  ]

  test("values of others are in nobody's way, and stay as they are", async () => {
    const call = lan("strange", { timeout: 5000, node: "n1" })
    for (const [key, value] of strange) await server.admin.put(`cni-ipam/strange/${key}`, value)
    const before = await server.admin.list("cni-ipam/strange/")
    const ids = ["a", "b", "c"]
    const given: string[] = []
    for (const id of ids) given.push(...addressesIn((await call("ADD", id)).answer))
    expect(new Set(given).size).toBe(3)
    for (const last of [2, 3, 4, 5, 6, 7]) expect(given).not.toContain(`10.0.0.${last}/24`)
    const taken = await call("ADD", "d", { args: "IP=10.0.0.3" })
    expect(taken.answer).toMatchObject({ code: 123 })
    const fields = { "cni.dev/valid-attachments": [{ containerID: "a", ifname: "eth0" }] }
    const collected = await call("GC", undefined, { fields })
    expect(collected).toMatchObject({ exit: 1, answer: { code: 5 } })
    expect(collected.answer["details"]).toContain("cni-ipam/strange/10.0.0.3 holds no lease")
    expect((await call("DEL", "a")).exit).toBe(0)
    expect(await server.admin.list("cni-ipam/strange/")).toEqual(before)
  })

  test("what an owner holds is read again from the leases if its list is broken", async () => {
    const call = lan("broken", { timeout: 5000, node: "n1" })
    await call("ADD", "c1")
    const folder = "cni-ipam/.cni-ipam/networks/broken/owners/"
    const [key = ""] = (await server.admin.list(folder)).keys()
    await server.admin.put(key, "broken")
    for (const command of ["ADD", "DEL"]) {
      const { answer } = await call(command, "c1")
      expect(answer).toMatchObject({ code: 5 })
      expect(answer["msg"]).toContain(`${key} cannot be understood`)
    }
    const fields = { "cni.dev/valid-attachments": [{ containerID: "c1", ifname: "eth0" }] }
    expect((await call("GC", undefined, { fields })).exit).toBe(0)
    expect((await call("DEL", "c1")).exit).toBe(0)
    expect([...(await server.admin.list("cni-ipam/broken/")).keys()]).toEqual([])
  })

  test("a broken cursor costs nothing", async () => {
    const call = lan("cursor", { timeout: 5000 })
    await call("ADD", "c1")
    await server.admin.put("cni-ipam/.cni-ipam/networks/cursor/cursors/0", "\u0000 x y z")
    expect(addressesIn((await call("ADD", "c2")).answer)).toHaveLength(1)
  })
})
