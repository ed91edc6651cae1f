import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { openLog } from "./log.js"
import { defaultLogSettings } from "./log-settings.js"
import { memoryIo } from "./memory-io.js"
import { refuseOwnNetns } from "./netns.js"
import { memoryPlugin } from "./test/memory-plugin.js"

const own = "/proc/self/ns/net"

const refuse = (netns: string, netnsOverride = false) => {
  const io = memoryIo({ ownNetns: own })
  return refuseOwnNetns({
    plugin: memoryPlugin(),
    io,
    log: openLog("host-local", io, defaultLogSettings),
    request: {
      command: "ADD",
      environment: { containerId: "c1", netns, ifname: "eth0", args: "", netnsOverride },
      version: "1.1.0",
      network: "lan",
      input: {},
    },
  })
}

describe("a container", () => {
  it("is refused in our own namespace", () => {
    expect(refuse(own)).toEqual(left({ _tag: "SameNetns", path: own }))
  })

  it("is welcome in our own namespace when told so", () => {
    expect(refuse(own, true)).toEqual(right(undefined))
  })

  it.each(["", "/run/netns/c1"])("is welcome in namespace %j", (netns) => {
    expect(refuse(netns)).toEqual(right(undefined))
  })
})
