import { explainDecodeError, explainStoreError } from "@cni-ipam/core"
import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { ConsulConfig } from "./options.js"
import { consulSettings } from "./settings.js"

const pem = (text: string) => `-----BEGIN ${text}-----`

const files = new Map([
  ["/token", " from-file \n"],
  ["/empty", "\n"],
  ["/ca.pem", pem("CA")],
  ["/cert.pem", pem("CERT")],
  ["/key.pem", pem("KEY")],
  ["/text.pem", "no certificate"],
])

const settings = (config: ConsulConfig, env: Readonly<Record<string, string>> = {}) => {
  const readFile = (path: string) => {
    const text = files.get(path)
    return text === undefined ? left("ENOENT") : right(text)
  }
  const found = consulSettings(config, { readFile, env })
  if (found._tag === "Right") return found.right
  return found.left._tag === "Decode"
    ? explainDecodeError(found.left)
    : explainStoreError(found.left)
}

describe("the servers", () => {
  it.each<[ConsulConfig, readonly string[]]>([
    [{}, ["http://127.0.0.1:8500"]],
    [{ consul_addr: "a, ::1", consul_port: "1" }, ["http://a:1", "http://[::1]:1"]],
    [{ consul_addr: "a", scheme: "https" }, ["https://a:8500"]],
    [{ servers: ["http://b:1", "https://c:2"] }, ["http://b:1", "https://c:2"]],
    [{ consul_addr: "b, C", servers: ["http://b:1", "http://c:2"] }, ["http://b:1", "http://c:2"]],
    [
      { consul_addr: "::1", consul_port: "8500", scheme: "https", servers: ["https://[::1]:8500"] },
      ["https://[::1]:8500"],
    ],
  ])("of %j are %j", (config, servers) => {
    expect(settings(config)).toMatchObject({ servers })
  })

  it.each<[keyof ConsulConfig, ConsulConfig]>([
    ["consul_addr", { consul_addr: "a", servers: ["http://b:1"] }],
    ["consul_addr", { consul_addr: "b", servers: ["http://b:1", "http://c:1"] }],
    ["consul_port", { consul_addr: "b", consul_port: "1", servers: ["http://b:8500"] }],
    ["consul_port", { consul_port: "8500", servers: ["http://b"] }],
    ["scheme", { scheme: "https", servers: ["http://b:1"] }],
  ])("cannot be two things at once, by %s of %j", (field, config) => {
    expect(settings(config)).toBe(
      `${field}: the URLs of the servers say something else: leave one of them out`,
    )
  })

  it("are asked by https if Consul's own variable says so, and the configuration nothing", () => {
    const env = { CONSUL_HTTP_SSL: "true" }
    expect(settings({}, env)).toMatchObject({ servers: ["https://127.0.0.1:8500"] })
    expect(settings({ scheme: "http" }, env)).toMatchObject({ servers: ["http://127.0.0.1:8500"] })
  })
})

describe("the token", () => {
  const env = { CONSUL_HTTP_TOKEN: "variable", CONSUL_HTTP_TOKEN_FILE: "/token" }

  it.each<[ConsulConfig, Readonly<Record<string, string>>, string | undefined]>([
    [{ token: "field", tokenFile: "/token" }, env, "field"],
    [{ tokenFile: "/token" }, env, "from-file"],
    [{ token: "" }, env, "variable"],
    [{}, { CONSUL_HTTP_TOKEN_FILE: "/token" }, "from-file"],
    [{}, {}, undefined],
  ])("of %j and %j is %j", (config, variables, token) => {
    expect(settings(config, variables)).toMatchObject({ access: { token } })
  })

  it("is an error if its file is not there, whatever the variables say", () => {
    expect(settings({ tokenFile: "/none" }, env)).toBe("cannot read the token in /none: ENOENT")
  })

  it("is an error if its file has none, or has no name", () => {
    const message = "cannot use the token in /empty: there is none"
    expect(settings({ tokenFile: "/empty" }, env)).toBe(message)
    expect(settings({}, { CONSUL_HTTP_TOKEN_FILE: "/empty" })).toBe(message)
    expect(settings({ tokenFile: "" }, env)).toBe("tokenFile: names no file")
  })

  it.each(["a b", "a\nb", "é", "\u0000"])("cannot be %j, and is not shown", (token) => {
    expect(settings({ token })).toBe(
      "cannot use the token in the configuration: it has spaces or other characters that no token has",
    )
    expect(settings({}, { CONSUL_HTTP_TOKEN: token })).toContain("the token in CONSUL_HTTP_TOKEN")
  })
})

describe("the certificates", () => {
  const tls = { caFile: "/ca.pem", certFile: "/cert.pem", keyFile: "/key.pem", serverName: "s" }

  it("are read for https, and not for http", () => {
    expect(settings({ scheme: "https", tls })).toMatchObject({
      access: { tls: { ca: pem("CA"), cert: pem("CERT"), key: pem("KEY"), serverName: "s" } },
    })
    expect(settings({ tls: { caFile: "/none" } })).toMatchObject({ access: { tls: undefined } })
  })

  it("are those of Consul's own variables where the configuration names none", () => {
    const env = { CONSUL_CACERT: "/ca.pem", CONSUL_CLIENT_KEY: "/key.pem" }
    const config: ConsulConfig = { scheme: "https", tls: { certFile: "/cert.pem" } }
    expect(settings(config, env)).toMatchObject({
      access: { tls: { ca: pem("CA"), cert: pem("CERT"), key: pem("KEY") } },
    })
    expect(settings({ ...config, tls: { caFile: "", certFile: "/cert.pem" } }, env)).toMatchObject({
      access: { tls: { cert: pem("CERT"), key: pem("KEY") } },
    })
  })

  it("need their keys, and keys need them", () => {
    const https = { scheme: "https" } as const
    expect(settings({ ...https, tls: { certFile: "/cert.pem" } })).toBe(
      "tls.certFile: needs tls.keyFile or CONSUL_CLIENT_KEY too",
    )
    expect(settings({ ...https, tls: { keyFile: "/key.pem", certFile: "" } })).toBe(
      "tls.keyFile: needs tls.certFile or CONSUL_CLIENT_CERT too",
    )
    expect(settings(https, { CONSUL_CLIENT_CERT: "/cert.pem" })).toBe(
      "cannot use CONSUL_CLIENT_CERT: it needs tls.keyFile or CONSUL_CLIENT_KEY too",
    )
    expect(settings({ tls: { certFile: "/cert.pem" } })).toMatchObject({ access: {} })
  })

  it("are an error that says which of them is no PEM", () => {
    expect(settings({ scheme: "https", tls: { caFile: "/text.pem" } })).toBe(
      "cannot use the CA certificate in /text.pem: it is no PEM file",
    )
  })

  it("are an error that says which of them is not there", () => {
    expect(settings({ scheme: "https", tls: { ...tls, keyFile: "/none" } })).toBe(
      "cannot read the key of the client in /none: ENOENT",
    )
  })
})
