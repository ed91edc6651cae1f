import { decode, explainDecodeError, object } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { consulOptions } from "./options.js"

const read = (options: object): unknown => {
  const decoded = decode(object({}, consulOptions))(options)
  return decoded._tag === "Right" ? decoded.right : explainDecodeError(decoded.left)
}

describe("the options of the store", () => {
  it("are those of the original plugin, whose port is a text", () => {
    const options = { consul_addr: "127.0.0.1", consul_port: "8500", dc: "dc1" }
    expect(read(options)).toEqual(options)
    expect(read({ consul_port: 8501 })).toEqual({ consul_port: "8501" })
  })

  it.each(["consul.service", "10.0.0.1, 10.0.0.2", "::1", "a_b-c,::1"])(
    "know the hosts %s",
    (text) => {
      expect(read({ consul_addr: text })).toEqual({ consul_addr: text })
    },
  )

  it.each(["", "a b", "a,", "10.0.0.1:8500", "[::1]", "http://a", "a/b", "::1::"])(
    "do not know the host %j",
    (text) => {
      expect(read({ consul_addr: text })).toBe(
        `consul_addr must be the address of a server, without its port, found ${JSON.stringify(text)}`,
      )
    },
  )

  it.each(["http://u:s3cret@a", "http://a/?token=s3cret", "a@s3cret"])(
    "do not show what stands where a host should and may hold a secret: %j",
    (text) => {
      expect(read({ consul_addr: text })).toBe(
        "consul_addr: the address of a server is a host and nothing else",
      )
    },
  )

  it.each(["0", "65536", "-1", "1e3", "", "http", 0, 1.5, null])("know no port %j", (port) => {
    expect(read({ consul_port: port })).not.toHaveProperty("consul_port")
  })

  it("take a URL with or without a slash at its end, and without anything else", () => {
    expect(read({ servers: ["http://a:8500/", "https://[::1]:8501"] })).toEqual({
      servers: ["http://a:8500", "https://[::1]:8501"],
    })
    for (const url of [
      "a:8500",
      "ftp://a",
      "http://a/v1",
      "http://",
      "http://a b:99999",
      "http://a:1b",
    ])
      expect(read({ servers: [url] })).toBe(
        `servers[0] must be the URL of a server, found ${JSON.stringify(url)}`,
      )
  })

  it("name a server if they have a list of them", () => {
    expect(read({ servers: [] })).toBe("servers: no server is named")
    expect(read({ servers: "http://a" })).toBe('servers must be an array of URLs, found "http://a"')
  })

  it("do not show a URL that may hold a secret", () => {
    expect(read({ servers: ["http://a", "http://u:s3cret@a"] })).toBe(
      "servers[1]: the URL must be without a user and a password",
    )
    for (const url of ["http://a:8500/?token=s3cret", "http://a:8500#s3cret", "a;token=s3cret"])
      expect(read({ servers: [url] })).toBe(
        "servers[0]: the URL must be a scheme, a host and a port, like http://10.0.0.1:8500",
      )
  })

  it("end a prefix with a slash where it has none, and keep an empty one empty", () => {
    expect(read({ prefix: "a/b" })).toEqual({ prefix: "a/b/" })
    expect(read({ prefix: "a/" })).toEqual({ prefix: "a/" })
    expect(read({ prefix: "" })).toEqual({ prefix: "" })
    for (const prefix of ["/a", "a//b", "/"])
      expect(read({ prefix })).toBe("prefix: a prefix has no empty parts")
  })

  it("do not show what stands where a token should", () => {
    expect(read({ token: { secret: 1234 } })).toBe("token: the token must be a text")
    expect(read({ token: 1234 })).toBe("token: the token must be a text")
  })

  it.each(["s3 cret", "s3cret\n", "s3crèt", "\u0000"])("do not take the token %j", (token) => {
    expect(read({ token })).toBe(
      "token: the token has spaces or other characters that no token has",
    )
  })

  it.each([0, -1, 1.5, "5", Number.POSITIVE_INFINITY])("know no timeout of %j", (timeout) => {
    expect(read({ timeout })).toMatch(/^timeout must be a number of milliseconds above 0, found/)
  })
})
