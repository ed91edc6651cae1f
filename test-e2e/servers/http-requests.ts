/** Finds the requests in what an HTTP/1.1 client sends, for a proxy that only looks on. */

export interface SeenRequest {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly body: string
}

type Parsed =
  | { readonly _tag: "Request"; readonly request: SeenRequest; readonly rest: Buffer }
  | { readonly _tag: "Incomplete" }
  /** TLS, HTTP/2 or anything else. */
  | { readonly _tag: "Foreign" }

type Body = { readonly text: string; readonly end: number } | undefined

const incomplete = { _tag: "Incomplete" } as const
const foreign = { _tag: "Foreign" } as const
const longestHead = 65_536

const sizedBody = (bytes: Buffer, start: number, size: number): Body =>
  bytes.length < start + size
    ? undefined
    : { text: bytes.toString("utf8", start, start + size), end: start + size }

// RFC 9112, 7.1. Trailers, which no client here sends, are not understood.
const chunkedBody = (bytes: Buffer, start: number): Body => {
  const chunks: Buffer[] = []
  let at = start
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16)
    const end = lineEnd + 2 + size + 2
    // Never complete if what should be a size is none.
    if (!(bytes.length >= end)) return undefined
    if (size === 0) return { text: Buffer.concat(chunks).toString(), end }
    chunks.push(bytes.subarray(lineEnd + 2, end - 2))
    at = end
  }
}

const parseRequest = (bytes: Buffer): Parsed => {
  if (bytes.length > 0 && !/^[A-Z]/.test(bytes.toString("latin1", 0, 1))) return foreign
  const headEnd = bytes.indexOf("\r\n\r\n")
  if (headEnd < 0) return bytes.length > longestHead ? foreign : incomplete
  const head = bytes.toString("latin1", 0, headEnd)
  const [, method, path] = /^([A-Z]+) (\S+) HTTP\/1\.1(?:\r\n|$)/.exec(head) ?? []
  if (method === undefined || path === undefined) return foreign
  const start = headEnd + 4
  const size = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  const isChunked = /^transfer-encoding: *chunked/im.test(head)
  const body = isChunked ? chunkedBody(bytes, start) : sizedBody(bytes, start, size)
  if (body === undefined) return incomplete
  return {
    _tag: "Request",
    request: { method, path, body: body.text },
    rest: bytes.subarray(body.end),
  }
}

/**
 * To be fed with all bytes of one connection in order; tells of each request when it is complete. Of
 * a connection that is not HTTP/1.1 it tells nothing.
 */
export const watchRequests = (tell: (request: SeenRequest) => void): ((bytes: Buffer) => void) => {
  let pending = Buffer.alloc(0)
  let isForeign = false
  return (bytes) => {
    if (isForeign) return
    pending = Buffer.concat([pending, bytes])
    let parsed = parseRequest(pending)
    for (; parsed._tag === "Request"; parsed = parseRequest(pending)) {
      pending = Buffer.from(parsed.rest)
      tell(parsed.request)
    }
    isForeign = parsed._tag === "Foreign"
  }
}
