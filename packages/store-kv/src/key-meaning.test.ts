import { describe, expect, it } from "vitest"
import { addressInKey } from "./address-in-key.js"
import { keyMeaning } from "./key-meaning.js"
import { searchMemory } from "./search-memory.js"
import { ip } from "./test/lan.js"
import { memoryServer } from "./test/memory-kv.js"
import { plainLayout } from "./test/plain-layout.js"

const meaningOf = keyMeaning({
  kv: memoryServer().kv,
  layout: {
    ...plainLayout,
    leasePlace: (network, key) => {
      const address = addressInKey(key.slice(network.length + 1))
      return address && { rangeSet: "", address }
    },
    isElse: (_, key) => key === "lan/10.0.0.99",
  },
  node: "n1",
  warn: () => undefined,
  memory: searchMemory(),
  name: "lan",
  network: "lan",
  until: 0,
})

describe("a key in the folder of a network", () => {
  it("that is named like an address is a lease's", () => {
    const place = { rangeSet: "", address: ip("10.0.0.2") }
    expect(meaningOf("lan/10.0.0.2")).toEqual({ _tag: "Lease", place })
  })

  it.each([
    ["FD00::2", "fd00::2"],
    ["fd00:0::2", "fd00::2"],
    ["::ffff:10.0.0.2", "10.0.0.2"],
  ])("may be %j, which is not how the address is printed", (name, printed) => {
    expect(meaningOf(`lan/${name}`)).toEqual({ _tag: "Misspelt", leaseKey: `lan/${printed}` })
  })

  it.each(["readme", "010.0.0.3", "10.0.0.0/24", "x/10.0.0.2", "x/FD00::2", "", "x/", "10.0.0.99"])(
    "is nobody's concern as %j",
    (name) => {
      expect(meaningOf(`lan/${name}`)).toEqual({ _tag: "Foreign" })
    },
  )
})
