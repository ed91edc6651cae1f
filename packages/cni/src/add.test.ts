import type { Lease, Store, StoreError } from "@cni-ipam/core"
import { formatAddress, leases, memoryStore } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

const allLeases = async (store: Store): Promise<readonly Lease[]> => {
  const all = await leases(store)("lan")()
  return all._tag === "Right" ? all.right.leases : []
}

const addressesIn = async (store: Store) =>
  (await allLeases(store)).map(({ address }) => formatAddress(address))

describe("ADD", () => {
  it("answers with the address, its gateway, the routes and the DNS of the configuration", async () => {
    const ipam = { routes: [{ dst: "0.0.0.0/0" }], resolvConf: "/etc/resolv.conf" }
    const files = { "/etc/resolv.conf": "nameserver 192.0.2.1\n" }
    const added = await call(memoryPlugin(), "ADD", config({}, ipam), { files })
    expect(added).toMatchObject({
      exitCode: 0,
      errors: "",
      answer: {
        cniVersion: "1.1.0",
        dns: { nameservers: ["192.0.2.1"] },
        ips: [{ address: "10.0.0.2/29", gateway: "10.0.0.1" }],
        routes: [{ dst: "0.0.0.0/0" }],
      },
    })
  })

  it("records everything that is known of the holder", async () => {
    const store = memoryStore()
    const now = new Date("2026-01-02T03:04:05Z")
    const args = "IgnoreUnknown=1;MAC=c2:11:22:33:44:55;K8S_POD_NAMESPACE=ns1;K8S_POD_NAME=p1"
    await call(memoryPlugin(store), "ADD", config({}, { node: "n1" }), {
      now,
      env: { CNI_ARGS: args },
    })
    expect(await allLeases(store)).toMatchObject([
      {
        network: "lan",
        rangeSet: "0",
        owner: { containerId: "c1", ifname: "eth0" },
        node: "n1",
        allocatedAt: now.getTime(),
        mac: "c2:11:22:33:44:55",
        podNamespace: "ns1",
        podName: "p1",
      },
    ])
  })

  it("leases one address of each range set, and answers in their order", async () => {
    const ranges = [[{ subnet: "fd00::/64" }], [{ subnet: "10.0.0.0/29" }]]
    const { answer } = await call(memoryPlugin(), "ADD", config({}, { ranges }))
    expect(answer).toMatchObject({ ips: [{ address: "fd00::2/64" }, { address: "10.0.0.2/29" }] })
  })
})

describe("an ADD that cannot be", () => {
  const full = { ranges: [[{ subnet: "10.0.0.0/30" }]] }
  const asking = (ip: string, ipam: object = {}) => config({ args: { cni: { ips: [ip] } } }, ipam)

  it.each([
    [
      "no address is left",
      config({}, full),
      122,
      "failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.2",
    ],
    [
      "the address is somebody else's",
      asking("10.0.0.2"),
      123,
      "failed to allocate for range 0: requested IP address 10.0.0.2 is not available in range set 10.0.0.1-10.0.0.6; it is held by other (eth0)",
    ],
    [
      "the address is in no range",
      asking("10.9.9.9"),
      124,
      "failed to allocate all requested IPs: 10.9.9.9",
    ],
    [
      "the address is the gateway's",
      asking("10.0.0.1"),
      124,
      "failed to allocate for range 0: requested ip 10.0.0.1 is subnet's gateway",
    ],
    [
      "the address is excluded",
      asking("10.0.0.4", { exclude: ["10.0.0.4/31"] }),
      124,
      "failed to allocate for range 0: requested ip 10.0.0.4 is excluded from range set 10.0.0.1-10.0.0.6",
    ],
  ])("says that %s", async (_, input, code, msg) => {
    const store = memoryStore()
    const plugin = memoryPlugin(store)
    await call(plugin, "ADD", config(), { env: { CNI_CONTAINERID: "other" } })
    const before = await addressesIn(store)
    expect(await call(plugin, "ADD", input)).toMatchObject({
      exitCode: 1,
      answer: { cniVersion: "1.1.0", code, msg },
    })
    expect(await addressesIn(store)).toEqual(before)
  })

  it("says that the container has its address already, and of which range set", async () => {
    const plugin = memoryPlugin()
    const ranges = [[{ subnet: "10.0.0.0/29" }], [{ subnet: "10.0.1.0/29" }]]
    await call(plugin, "ADD", config({}, { ranges: ranges.slice(1) }))
    const again = await call(plugin, "ADD", config({}, { ranges }))
    expect(again.answer).toMatchObject({
      code: 121,
      msg: "failed to allocate for range 1: 10.0.1.2 has been allocated to c1 (eth0), duplicate allocation is not allowed",
    })
  })

  it("says that the store does not answer", async () => {
    const error: StoreError = {
      _tag: "Unavailable",
      operation: "list",
      subject: "x",
      reason: "EIO",
    }
    const store = { ...memoryStore(), view: () => TE.left(error) }
    const { answer } = await call(memoryPlugin(store), "ADD", config())
    expect(answer).toMatchObject({ code: 5, msg: "cannot list x: EIO" })
  })
})

describe("before anything is leased, ADD refuses", () => {
  it.each([
    ["a resolvConf that cannot be read", config({}, { resolvConf: "/nonexist" }), 5],
    ["our own network namespace", config(), 8],
    ["a broken range", config({}, { ranges: [[{ subnet: "10.0.0.1/29" }]] }), 7],
  ])("%s", async (_, input, code) => {
    const store = memoryStore()
    const ownNetns = code === 8 ? "/run/netns/c1" : "/proc/self/ns/net"
    const { answer } = await call(memoryPlugin(store), "ADD", input, { ownNetns })
    expect(answer).toMatchObject({ code })
    expect(await addressesIn(store)).toEqual([])
  })
})
