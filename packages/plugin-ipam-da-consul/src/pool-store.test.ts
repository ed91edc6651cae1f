import { describe, expect, it } from "vitest"
import { readOptions } from "./pool-store.js"

describe("the options", () => {
  it("are those that have a meaning here, and no others", () => {
    const options = {
      consul_servers: ["https://10.0.0.1:8501"],
      token: "t",
      tokenFile: "f",
      tls: {},
      dc: "dc1",
      namespace: "n",
      timeout: 5,
      node: "n1",
    }
    const others = { scheme: "ftp", servers: 5, prefix: 5, consul_addr: 5, consul_port: "x" }
    expect(readOptions({ ipam: { ...options, ...others } })).toEqual({
      _tag: "Right",
      right: options,
    })
  })
})
