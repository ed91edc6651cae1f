import { explainStoreError } from "@cni-ipam/core"
import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { ConsulConfig } from "./options.js"
import { consulSettings } from "./settings.js"

const files = new Map([
  ["/token", " from-file \n"],
  ["/empty", "\n"],
  ["/ca.pem", "CA"],
  ["/cert.pem", "CERT"],
  ["/key.pem", "KEY"],
])

const settings = (config: ConsulConfig, env: Readonly<Record<string, string>> = {}) => {
  const readFile = (path: string) => {
    const text = files.get(path)
    return text === undefined ? left("ENOENT") : right(text)
  }
  const found = consulSettings(config, { readFile, env })
  return found._tag === "Right" ? found.right : explainStoreError(found.left)
}

describe("the servers", () => {
  it.each<[ConsulConfig, readonly string[]]>([
    [{}, ["http://127.0.0.1:8500"]],
    [{ consul_addr: "a, ::1", consul_port: "1" }, ["http://a:1", "http://[::1]:1"]],
    [{ consul_addr: "a", scheme: "https" }, ["https://a:8500"]],
    [{ consul_addr: "a", servers: ["http://b:1", "http://c:2"] }, ["http://b:1", "http://c:2"]],
    [{ consul_addr: "a", servers: [] }, ["http://a:8500"]],
  ])("of %j are %j", (config, servers) => {
    expect(settings(config)).toMatchObject({ servers })
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
    [{ tokenFile: "/empty" }, {}, undefined],
    [{}, {}, undefined],
  ])("of %j and %j is %j", (config, variables, token) => {
    expect(settings(config, variables)).toMatchObject({ access: { token } })
  })

  it("is an error if its file is not there, whatever the variables say", () => {
    expect(settings({ tokenFile: "/none" }, env)).toBe("cannot read the token in /none: ENOENT")
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
      access: { tls: { ca: "CA", cert: "CERT", key: "KEY", serverName: "s" } },
    })
    expect(settings({ tls: { caFile: "/none" } })).toMatchObject({ access: { tls: undefined } })
  })

  it("are those of Consul's own variables where the configuration names none", () => {
    const env = { CONSUL_CACERT: "/ca.pem", CONSUL_CLIENT_KEY: "/key.pem" }
    expect(settings({ scheme: "https" }, env)).toMatchObject({
      access: { tls: { ca: "CA", key: "KEY" } },
    })
  })

  it("are an error that says which of them is not there", () => {
    expect(settings({ scheme: "https", tls: { ...tls, keyFile: "/none" } })).toBe(
      "cannot read the key of the client in /none: ENOENT",
    )
  })
})
