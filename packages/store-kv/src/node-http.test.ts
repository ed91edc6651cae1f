import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createServer as createTcpServer } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import type { HttpRequest } from "./http.js"
import { nodeHttp } from "./node-http.js"

const closers: (() => void)[] = []

afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const portOf = (address: string | AddressInfo | null): number => {
  if (address === null || typeof address === "string") throw new Error("no port")
  return address.port
}

const request = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  headers: {},
  body: undefined,
  timeout: 1000,
  tls: undefined,
  ...more,
})

const serve = async (handler: Parameters<typeof createServer>[1]): Promise<string> => {
  const server = createServer(handler)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${portOf(server.address())}`
}

describe("HTTP by Node", () => {
  it("sends method, headers and body, and gives the answer whatever its status", async () => {
    const url = await serve((message, response) => {
      const chunks: Buffer[] = []
      message.on("data", (chunk: Buffer) => chunks.push(chunk))
      message.on("end", () => {
        response.writeHead(409, { "X-Consul-Index": "7" })
        response.end(`${message.method} ${message.headers["x-token"]} ${Buffer.concat(chunks)}`)
      })
    })
    const answer = await nodeHttp(
      request(url, { method: "PUT", headers: { "x-token": "t" }, body: "ü" }),
    )()
    expect(answer).toMatchObject({
      right: { status: 409, body: "PUT t ü", headers: { "x-consul-index": "7" } },
    })
  })

  it("tells that a request was not sent where nobody listens", async () => {
    const answer = await nodeHttp(request("http://127.0.0.1:1"))()
    expect(answer).toMatchObject({
      left: { _tag: "NotSent", reason: expect.stringContaining("ECONNREFUSED") },
    })
  })

  it("tells that a request was not sent where the server cannot be trusted", async () => {
    const url = await serve((_, response) => response.end())
    const answer = await nodeHttp(request(url.replace("http:", "https:")))()
    expect(answer).toMatchObject({ left: { _tag: "NotSent" } })
  })

  it("tells that a request may have been seen when no answer comes in time", async () => {
    const url = await serve(() => undefined)
    const answer = await nodeHttp(request(url, { timeout: 50 }))()
    expect(answer).toMatchObject({ left: { _tag: "NoAnswer", reason: "no answer within 50 ms" } })
  })

  it("tells that a request may have been seen when the connection is cut", async () => {
    const url = await serve((_, response) => {
      response.socket?.destroy()
    })
    expect(await nodeHttp(request(url))()).toMatchObject({ left: { _tag: "NoAnswer" } })
  })

  it("tells of an answer that does not end, and does not keep it", async () => {
    let hasEnded = false
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(1 << 20)
      const send = (): void => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on("drain", send)
      response.on("close", () => {
        hasEnded = true
      })
      send()
    })
    const answer = await nodeHttp(request(url, { timeout: 20_000 }))()
    expect(answer).toEqual({
      _tag: "Left",
      left: { _tag: "TooLong", reason: "its answer has more than 128 MB" },
    })
    await expect.poll(() => hasEnded).toBe(true)
  })

  it("tells of a key that is none before anything is sent", async () => {
    const tls = { key: "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n" }
    const answer = await nodeHttp(request("https://127.0.0.1:1", { tls }))()
    expect(answer).toMatchObject({
      left: { _tag: "NotSent", reason: expect.stringContaining("DECODER") },
    })
  })

  it("tells what is no HTTP", async () => {
    const server = createTcpServer((socket) => socket.end("garbage\r\n\r\n"))
    closers.push(() => server.close())
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const answer = await nodeHttp(request(`http://127.0.0.1:${portOf(server.address())}`))()
    expect(answer).toMatchObject({
      left: { _tag: "NoAnswer", reason: expect.stringContaining("HPE_INVALID") },
    })
  })
})
