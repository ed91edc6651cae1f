import { describe, expect, it } from "vitest"
import { canBeWritten, formatLeaseFile, parseLeaseFile } from "./lease-file.js"

const written = (containerId: string, ifname = "eth0"): boolean =>
  canBeWritten({ containerId, ifname })

describe("the holder of a lease", () => {
  it.each(["web-1", "a.b_c", "k8s:pod/1", "größe", "a b", "🐳"])("may be called %j", (name) => {
    const owner = { containerId: name, ifname: "eth0" }
    expect(written(name)).toBe(true)
    expect(parseLeaseFile(formatLeaseFile(owner))).toEqual({ _tag: "Some", value: owner })
  })

  it.each(["", " ", "web ", "\u00a0web", "a\nb", "a\u0000b", "a\u0085b", "\ud800"])(
    "may not be called %j, which cannot be read back",
    (name) => {
      expect(written(name)).toBe(false)
    },
  )

  it("may do without an interface, but not with one that cannot be read back", () => {
    expect(written("web", "")).toBe(true)
    expect(written("web", "eth\n0")).toBe(false)
  })
})
