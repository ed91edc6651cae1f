import { expect, test } from "vitest"
import { type SeenRequest, watchRequests } from "./http-requests.js"

const seenIn = (...pieces: readonly string[]): readonly SeenRequest[] => {
  const seen: SeenRequest[] = []
  const watch = watchRequests((request) => seen.push(request))
  for (const piece of pieces) watch(Buffer.from(piece))
  return seen
}

const put = "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nb\r\n\r"
const get = "GET /b?c HTTP/1.1\r\n\r\n"
const chunked =
  "POST /d HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"

const requests = [
  { method: "PUT", path: "/a", body: "b\r\n\r" },
  { method: "GET", path: "/b?c", body: "" },
  { method: "POST", path: "/d", body: "abcde" },
]

test("requests are seen one after the other on a connection", () => {
  expect(seenIn(put + get + chunked)).toEqual(requests)
})

test("they are the same in whatever pieces they arrive", () => {
  expect(seenIn(...(put + get + chunked))).toEqual(requests)
})

test("a request is seen when it is complete and not before", () => {
  expect(seenIn(put.slice(0, -1))).toEqual([])
  expect(seenIn(chunked.slice(0, -2))).toEqual([])
})

test("nothing is seen in TLS and HTTP/2, even if it later looks like a request", () => {
  expect(seenIn("\x16\x03\x01", get)).toEqual([])
  expect(seenIn("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", get)).toEqual([])
})
