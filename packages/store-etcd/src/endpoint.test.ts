import { decode, explainDecodeError } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { Endpoints, isTls } from "./endpoint.js"

const read = (input: unknown) => {
  const result = decode(Endpoints)(input)
  return result._tag === "Right" ? result.right : explainDecodeError(result.left)
}

describe("endpoints", () => {
  it.each([
    ["http://10.0.0.1:2379", ["http://10.0.0.1:2379"]],
    ["HTTPS://Etcd.example/", ["https://Etcd.example:2379"]],
    ["10.0.0.1:4001", ["http://10.0.0.1:4001"]],
    ["https://[2001:db8::1]:443", ["https://[2001:db8::1]:443"]],
    ["http://a:1, http://b:2,", ["http://a:1", "http://b:2"]],
    [
      ["http://a:1,http://b:2", "c"],
      ["http://a:1", "http://b:2", "http://c:2379"],
    ],
    ["", []],
    [[], []],
  ])("%j are %j", (input, endpoints) => {
    expect(read(input)).toEqual(endpoints)
  })

  it.each(["ftp://a:1", "http://a:1/path", "http://a:99999", "http://a b", "http://", "[::1"])(
    "are not like %j",
    (input) => {
      expect(read(input)).toBe(
        `the input: ${JSON.stringify(input)} is no URL of etcd, which is like https://10.0.0.1:2379`,
      )
    },
  )

  it("hold no password, and nobody is shown the one that they hold", () => {
    for (const input of ["http://root:hunter2@a:1", ["http://root:hunt,er2@a:1"]]) {
      const result = decode(Endpoints)(input)
      expect(JSON.stringify(result)).not.toContain("hunt")
      expect(read(input)).toMatch(/set username and password/)
    }
  })

  it.each([
    "http://a:1/?token=s3cret",
    "http://a:1,b?password=s3cret",
    "http://a:1#s3cret",
    ["a", "b;s3cret"],
  ])("are not like %j, of which a part may be a secret", (input) => {
    expect(read(input)).toBe(
      "the input: a URL of etcd is a scheme, a host and a port, like https://10.0.0.1:2379",
    )
  })

  it("are a text or several", () => {
    expect(read(7)).toMatch(/^the input must be a URL, several/)
    expect(read(["http://a:1", 7])).toMatch(/^\[1\] must be a string/)
  })

  it("have TLS if they say so", () => {
    expect(["https://a:1", "http://a:1"].map(isTls)).toEqual([true, false])
  })
})
