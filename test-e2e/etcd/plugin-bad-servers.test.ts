/** Servers that are slow or talk nonsense, and keys that hold something else. */
import { afterAll, afterEach, describe, expect, test } from "vitest"
import { addressesIn, type Fields, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startEtcd } from "../servers/etcd-server.js"
import { startProxy } from "../servers/proxy.js"

const bin = await builtPlugins("etcd")
const server = await startEtcd({ auth: true })
const proxy = await startProxy(server.url)
afterAll(async () => {
  await proxy.stop()
  await server.release()
})
afterEach(() => proxy.forward())

const password = "secret of root"
const timeout = 600
/** What a process needs beside its deadline on a machine that is busy with other tests. */
const slack = 900

const lan = (name: string, ipam: Fields = {}) =>
  network(bin, {
    name,
    ipam: {
      type: "etcd",
      ...{ endpoints: proxy.url, username: "root", password, timeout },
      subnet: "10.0.0.0/24",
      ...ipam,
    },
  })

const folderOf = (name: string) => `/etcd-cni/networks/${name}/used/`

const keys = async (prefix: string) => [...(await server.admin.list(prefix)).keys()]

const response = (status: string, body: string, type = "text/html") =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`

const json = (status: string, value: unknown) =>
  response(status, JSON.stringify(value), "application/json")

describe("a server that answers with", () => {
  test.each([
    ["a page that is not there", response("404 Not Found", "<html>nothing here</html>")],
    ["a redirection", `HTTP/1.1 302 Found\r\nLocation: ${server.url}\r\nContent-Length: 0\r\n\r\n`],
    ["an error that shows the password", response("500 Internal Server Error", password)],
    ["other JSON", json("200 OK", { hello: "world" })],
    ["a token and nothing else", json("200 OK", { token: "x" })],
    ["an answer of the wrong types", json("200 OK", { header: { revision: 5 }, responses: 7 })],
    ["a list", json("200 OK", [])],
    ["no leader", json("503 Service Unavailable", { error: "etcdserver: no leader", code: 14 })],
    ["bytes that are no HTTP", "garbage\r\n\r\n"],
    ["half an answer", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"],
    ["nothing, and hangs up", ""],
  ])("%s is an error in time, and costs nobody anything", async (what, bytes) => {
    const name = what.replace(/\W+/g, "-")
    const call = lan(name)
    const { answer: prevResult } = await lan(name, { endpoints: server.url })("ADD", "held")
    const before = await server.admin.list(folderOf(name))
    expect(before.size).toBe(1)
    await proxy.answer(bytes)
    const outcomes = await Promise.all([
      call("ADD", "c1"),
      call("DEL", "held"),
      call("CHECK", "held", { fields: { prevResult } }),
      call("STATUS"),
    ])
    for (const [index, { exit, answer, said, took }] of outcomes.entries()) {
      expect({ exit, code: answer["code"] }).toEqual({ exit: 1, code: index === 3 ? 50 : 5 })
      expect(said).not.toContain(password)
      expect(said).toContain(proxy.url)
      expect(took).toBeLessThan(timeout + slack)
    }
    expect(await server.admin.list(folderOf(name))).toEqual(before)
  })
})

test("a server that answers behind the deadline leaves no lease of a container that failed", async () => {
  const call = lan("slow")
  // Behind it with the login, and with the lease: that is the third of its answers.
  for (const [delay, id] of [
    [timeout + 300, "c1"],
    [timeout * 0.4, "c2"],
  ] as const) {
    await proxy.forward({ delay })
    const { answer, took } = await call("ADD", id)
    expect(answer).toMatchObject({ code: 5 })
    expect(took).toBeLessThan(timeout + slack)
  }
  await proxy.forward()
  // The second ADD may have been made behind its back: that is what DEL after a failure is for.
  for (const id of ["c1", "c2"]) expect((await call("DEL", id)).exit).toBe(0)
  expect(await keys(folderOf("slow"))).toEqual([])
})

test("a lost answer costs no lease and makes no second one", async () => {
  const call = lan("lost", { timeout: 5000 })
  proxy.loseAnswers(1, ({ body }) => body.includes("request_put"))
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.0.0.2/24"])
  expect(await keys(folderOf("lost"))).toEqual([`${folderOf("lost")}10.0.0.2`])
  proxy.loseAnswers(1, ({ body }) => body.includes("request_delete_range"))
  expect(await call("DEL", "c1")).toMatchObject({ exit: 0 })
  expect(await keys(folderOf("lost"))).toEqual([])
})
