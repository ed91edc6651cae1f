import { formatAddress } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { addressInKey } from "./address-in-key.js"

describe("an address in a key", () => {
  it.each(["10.0.0.2", "fd00::2", "::"])("may be %s", (text) => {
    const address = addressInKey(text)
    expect(address && formatAddress(address)).toBe(text)
  })

  it.each(["FD00::2", "fd00:0::2", "010.0.0.2", "10.0.0.2 ", "10.0.0", "", "lock"])(
    "may not be %j",
    (text) => {
      expect(addressInKey(text)).toBeUndefined()
    },
  )
})
