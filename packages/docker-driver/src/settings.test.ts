import { formatCidr } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import type { Environment } from "./setting.js"
import { readSettings } from "./settings.js"

const read = (env: Environment) => {
  const settings = readSettings(env, "host-1")
  return settings._tag === "Right" ? settings.right : settings.left
}

describe("settings", () => {
  it("have the defaults of kontena-ipam", () => {
    const settings = read({ NODE_ID: "", ETCD_ENDPOINT: " " })
    if (typeof settings === "string") throw new Error(settings)
    const { supernets, ...rest } = settings
    expect(rest).toEqual({
      node: "host-1",
      logLevel: 1,
      name: "kontena-ipam",
      socketFolder: "/run/docker/plugins",
      metrics: undefined,
      store: "etcd",
      options: { endpoints: "http://localhost:2379", prefix: "/kontena/ipam/" },
    })
    expect(
      [supernets[4], supernets[6]].map(({ block, length }) => [formatCidr(block), length]),
    ).toEqual([
      ["10.80.0.0/12", 24],
      ["fd80::/48", 64],
    ])
  })

  it("take a supernet that is smaller than the usual pool for one pool", () => {
    const settings = read({ KONTENA_IPAM_SUPERNET: "10.9.0.0/28" })
    expect(settings).toMatchObject({ supernets: { 4: { length: 28 } } })
  })

  it.each([
    [
      { IPAM_STORE: "consul", CONSUL_HTTP_ADDR: "10.0.0.1:8500,https://c2:8501" },
      { servers: ["http://10.0.0.1:8500", "https://c2:8501"], prefix: "kontena/ipam/" },
    ],
    [
      { IPAM_STORE: "consul", CONSUL_HTTP_SSL: "true" },
      { servers: ["https://127.0.0.1:8500"], prefix: "kontena/ipam/" },
    ],
    [{ IPAM_STORE: "disk" }, { dataDir: "/var/lib/kontena-ipam" }],
    [
      { ETCD_ENDPOINT: "https://e:1", ETCD_CACERT: "ca", ETCD_CERT: "c", ETCD_KEY: "k" },
      {
        endpoints: "https://e:1",
        caFile: "ca",
        certFile: "c",
        keyFile: "k",
        prefix: "/kontena/ipam/",
      },
    ],
  ])("%j say how the store is opened", (env, options) => {
    expect(read(env)).toMatchObject({ options })
  })

  it.each([
    ["127.0.0.1:9318", { host: "127.0.0.1", port: 9318 }],
    ["[::1]:9318", { host: "::1", port: 9318 }],
    [":9318", { host: "0.0.0.0", port: 9318 }],
  ])("tell figures at %s", (text, metrics) => {
    expect(read({ IPAM_METRICS_ADDRESS: text })).toMatchObject({ metrics })
  })

  it.each([
    [{ KONTENA_IPAM_SUPERNET: "10.80.0.0" }, "must be a network in CIDR notation"],
    [{ KONTENA_IPAM_SUPERNET6: "10.80.0.0/12" }, "Supernet must be an IPv6 address"],
    [
      { KONTENA_IPAM_SUPERNET: "10.0.0.0/31" },
      'KONTENA_IPAM_SUPERNET must be a network with a prefix length of 30 at most, found "10.0.0.0/31"',
    ],
    [
      { KONTENA_IPAM_SUPERNET6: "fd80::/127", KONTENA_IPAM_SUBNET_LENGTH6: "126" },
      "KONTENA_IPAM_SUPERNET6 must be a network with a prefix length of 126 at most",
    ],
    [{ KONTENA_IPAM_SUBNET_LENGTH: "31" }, "must be a number from 12 to 30"],
    [{ KONTENA_IPAM_SUBNET_LENGTH6: "127" }, "must be a number from 48 to 126"],
    [{ NODE_ID: "a/b" }, 'NODE_ID must be a name without spaces and slashes, found "a/b"'],
    [{ IPAM_DRIVER_NAME: "../x" }, "IPAM_DRIVER_NAME must be a name"],
    [{ IPAM_METRICS_ADDRESS: "9318" }, "such as 127.0.0.1:9318"],
    [{ IPAM_METRICS_ADDRESS: "x:99999" }, "such as 127.0.0.1:9318"],
  ])("%j are refused in a sentence", (env, sentence) => {
    expect(read(env)).toContain(sentence)
  })
})
