import { describe, expect, it } from "vitest"
import { errorObject } from "./error-object.js"
import { goJson } from "./go-json.js"

describe("an error object", () => {
  it("has its keys in the order of the specification", () => {
    const error = errorObject("0.4.0", { _tag: "BadContainerId", containerId: "a/b" })
    expect(JSON.stringify(error)).toBe(
      '{"cniVersion":"0.4.0","code":4,"msg":"invalid characters in containerID","details":"a/b"}',
    )
  })

  it("has no details where there are none", () => {
    expect(errorObject("1.1.0", { _tag: "MissingIpam" })).toEqual({
      cniVersion: "1.1.0",
      code: 7,
      msg: "IPAM config missing 'ipam' key",
    })
  })

  it("does not repeat megabytes", () => {
    const megabytes = "x".repeat(10_000_000)
    const inMessage = errorObject("1.1.0", { _tag: "Unexpected", message: megabytes })
    const inDetails = errorObject("1.1.0", { _tag: "BadNetworkName", name: megabytes })
    expect(goJson(inMessage).length).toBeLessThan(2000)
    expect(goJson(inDetails).length).toBeLessThan(2000)
    expect(inMessage.msg).toMatch(/^x+…$/)
  })
})
