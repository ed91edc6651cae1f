/** The proxy between an HTTP client and a small HTTP server, both of Node. */
import { once } from "node:events"
import { Agent, createServer, get } from "node:http"
import { connect } from "node:net"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest"
import { httpCall } from "./http-call.js"
import { type ServerProxy, startProxy } from "./proxy.js"
import { requestCounts } from "./traffic.js"

let proxy: ServerProxy
let done: string[]

const server = createServer(async (request, response) => {
  const body = await text(request)
  done.push(`${request.method} ${request.url} ${body}`)
  response.end(`did ${body}`)
})

beforeAll(async () => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? address?.port : undefined
  proxy = await startProxy(`http://127.0.0.1:${port}`, { keepBodies: true })
})

afterAll(async () => {
  await proxy.stop()
  server.close()
})

beforeEach(async () => {
  done = []
  await proxy.forward()
  proxy.reset()
})

const put = (path: string, body: string, timeout = 2_000) =>
  httpCall({ url: `${proxy.url}${path}`, method: "PUT", body, timeout })

/** Over one connection that is kept, as long as it lasts. */
const keptConnection = () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  return async (path: string): Promise<string> => {
    const sent = get(`${proxy.url}${path}`, { agent, timeout: 200 })
    sent.once("timeout", () => sent.destroy(new Error("no answer")))
    const [answer] = await once(sent, "response")
    return text(answer)
  }
}

test("what passes is counted and not changed", async () => {
  const ask = keptConnection()
  expect(await ask("/a?b=1")).toBe("did ")
  expect(await ask("/a?b=1")).toBe("did ")
  expect((await put("/c", "body")).body).toBe("did body")
  const traffic = proxy.traffic()
  expect(traffic.connections).toBe(2)
  expect(requestCounts(traffic)).toEqual({ "GET /a?b=1": 2, "PUT /c": 1 })
  expect(traffic.requests.at(-1)).toEqual({ method: "PUT", path: "/c", body: "body" })
  expect(traffic.bytesToServer).toBeGreaterThan(100)
  expect(traffic.bytesFromServer).toBeGreaterThan(100)
})

test("bodies are not kept unless asked for", async () => {
  const other = await startProxy(proxy.url)
  onTestFinished(other.stop)
  await httpCall({ url: other.url, method: "PUT", body: "body" })
  expect(other.traffic().requests).toEqual([{ method: "PUT", path: "/", body: "" }])
})

test("a delayed answer is late and whole", async () => {
  await proxy.forward({ delay: 100 })
  const start = performance.now()
  expect((await put("/a", "1")).body).toBe("did 1")
  expect(performance.now() - start).toBeGreaterThanOrEqual(100)
})

test("the answer that is lost is that of a request which the server has done", async () => {
  proxy.loseAnswers(1, ({ method }) => method === "PUT")
  expect(await keptConnection()("/other")).toBe("did ")
  await expect(put("/a", "1")).rejects.toThrow("socket hang up")
  expect((await put("/a", "2")).body).toBe("did 2")
  expect(done).toEqual(["GET /other ", "PUT /a 1", "PUT /a 2"])
})

test("as many answers are lost as were asked for", async () => {
  proxy.loseAnswers(2)
  await expect(put("/a", "1")).rejects.toThrow("socket hang up")
  await expect(put("/a", "2")).rejects.toThrow("socket hang up")
  expect((await put("/a", "3")).body).toBe("did 3")
})

test("refused means that nobody listens, until the same port listens again", async () => {
  const ask = keptConnection()
  await ask("/a")
  await proxy.refuse()
  await expect(ask("/b")).rejects.toThrow(/ECONNREFUSED|hang up|ECONNRESET/)
  await expect(put("/a", "1")).rejects.toThrow("ECONNREFUSED")
  await proxy.forward()
  expect(await ask("/c")).toBe("did ")
  expect(done).toEqual(["GET /a ", "GET /c "])
})

test("a stalled server takes requests and answers none, on connections old and new", async () => {
  const ask = keptConnection()
  await ask("/a")
  await proxy.stall()
  await expect(ask("/b")).rejects.toThrow("no answer")
  await expect(put("/c", "1", 100)).rejects.toThrow("aborted")
  expect(requestCounts(proxy.traffic())).toEqual({ "GET /a": 1, "GET /b": 1, "PUT /c": 1 })
  await proxy.forward()
  expect(await ask("/d")).toBe("did ")
  expect(done).toEqual(["GET /a ", "GET /d "])
})

test("what the stall swallowed never arrives later", async () => {
  await proxy.stall()
  const outcome = put("/late", "1").catch(String)
  await expect.poll(() => proxy.traffic().requests.length).toBe(1)
  await proxy.forward()
  expect(await outcome).toContain("hang up")
  expect(done).toEqual([])
})

test("any answer can be given in the server's place", async () => {
  await proxy.answer("SSH-2.0-OpenSSH\r\n")
  await expect(put("/a", "1")).rejects.toThrow("Parse Error")
  await proxy.answer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\n\r\nsorry")
  expect(await put("/a", "1")).toEqual({ status: 502, body: "sorry" })
  expect(done).toEqual([])
})

test("a client of a server that is gone is cut off", async () => {
  const gone = await startProxy("http://127.0.0.1:1")
  onTestFinished(gone.stop)
  await expect(httpCall({ url: gone.url })).rejects.toThrow("hang up")
})

test("what is not HTTP passes, without being counted as requests", async () => {
  const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1")
  onTestFinished(() => void socket.destroy())
  const hello = "\x16\x03\x01 no request at all\r\n\r\n"
  socket.end(hello)
  expect(await text(socket)).toContain("400 Bad Request")
  expect(proxy.traffic().requests).toEqual([])
  expect(proxy.traffic().bytesToServer).toBe(hello.length)
})
