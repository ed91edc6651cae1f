import { describe, expect, it } from "vitest"
import { secretsOf, tells, withoutSecrets } from "./secrets.js"

describe("the secrets of a configuration", () => {
  it.each([
    [{ ipam: { token: "s3cret" } }, ["s3cret"]],
    [{ plugins: [{ PASSWORD: "s3cret", user: "root" }] }, ["s3cret"]],
    [{ ipam: { clientSecret: { a: ["s3cret", 12_345, true, null] } } }, ["s3cret", "12345"]],
    [{ "api-key": "a", accessKeyId: "abc" }, ["abc", "a"]],
    [{ token: 's3"cret' }, ['s3\\"cret', 's3"cret']],
    [{ token: "" }, []],
    [{ tokenFile: "/token", keyFile: "/key", passwordPath: "/p", author: "me", keys: 3 }, []],
    ["token", []],
  ])("in %j are %j", (config, values) => {
    expect(secretsOf(config).values).toEqual(values)
  })

  it("are found at any depth", () => {
    let deep: unknown = { token: "s3cret" }
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    expect(secretsOf(deep).values).toEqual(["s3cret"])
  })

  it("are told by their name or their value, in JSON or not", () => {
    const secrets = secretsOf({ token: 's3"cret' })
    for (const text of ['a s3"cret', '{"token":"s3\\"cret"}', '{"token":"s3']) {
      expect([text, tells(text, secrets)]).toEqual([text, true])
    }
    expect(tells("the token is wrong", secrets)).toBe(false)
    expect(tells("oops", secretsOf({}))).toBe(false)
  })

  it("can be left out of a sentence", () => {
    const secrets = secretsOf({ token: "s3cret", password: "s3cret-too$&" })
    expect(withoutSecrets("s3cret-too$& and s3cret are no good", secrets)).toBe(
      "(a secret) and (a secret) are no good",
    )
  })
})
