/** Any plugin on any store: the field `store`, and what is wrong with it. */
import { afterAll, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { startConsul } from "../servers/consul-server.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul", "host-local")
const server = await startConsul()
afterAll(server.release)

const on = (type: string, name: string, ipam: Fields) =>
  network(bin, { name, ipam: { type, subnet: "10.0.0.0/24", ...ipam } })

const keys = async (prefix: string) => [...(await server.admin.list(prefix)).keys()]

test("host-local keeps its leases in Consul if it is told to", async () => {
  const store = { type: "consul", servers: [server.url], prefix: "shared" }
  const call = on("host-local", "lan", { store })
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.0.0.2/24"])
  expect(await keys("shared/lan")).toEqual(["shared/lan", "shared/lan/10.0.0.2"])
  const other = on("consul", "lan", { ...addressOf(server.url), prefix: "shared/" })
  expect(addressesIn((await other("ADD", "c2")).answer)).toEqual(["10.0.0.3/24"])
  for (const id of ["c1", "c2"]) expect((await call("DEL", id)).exit).toBe(0)
  expect(await keys("shared/lan/")).toEqual([])
})

test("consul keeps its leases on this machine if it is told to", async () => {
  const dataDir = await folderForTest()
  const call = on("consul", "local", { store: "disk", dataDir })
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.0.0.2/24"])
  const hostLocal = on("host-local", "local", { dataDir })
  expect(addressesIn((await hostLocal("ADD", "c2")).answer)).toEqual(["10.0.0.3/24"])
  expect((await hostLocal("DEL", "c1")).exit).toBe(0)
  expect(await keys("cni-ipam/local")).toEqual([])
})

test("options of the store come first, and the others stand around it", async () => {
  const store = {
    type: "consul",
    prefix: "inner",
    Consul_Port: addressOf(server.url)["consul_port"],
  }
  const call = on("consul", "around", {
    ...addressOf(server.url),
    consul_port: "1",
    prefix: "outer",
    store,
  })
  expect((await call("ADD", "c1")).exit).toBe(0)
  expect(await keys("inner/around/")).toEqual(["inner/around/10.0.0.2"])
})

test.each<[what: string, ipam: Fields, code: number, said: RegExp]>([
  ["unknown store", { store: "redis" }, 7, /^ipam\.store: "redis" is not known; there is .*consul/],
  ["store without a type", { store: {} }, 7, /^ipam\.store\.type must be a string, found nothing$/],
  ["store that is a number", { store: 5 }, 6, /^ipam\.store must be .*, found 5$/],
  [
    "unknown option",
    { store: { type: "consul", server: ["http://127.0.0.1:1"] } },
    7,
    /^ipam\.store\.server: the store has no such option; there is .*servers/,
  ],
  [
    "unknown option inside of one",
    { store: { type: "consul", tls: { ca: "/y", insecure: true } } },
    7,
    /^ipam\.store\.tls\.ca: the store has no such option; there is tls\.caFile, /,
  ],
  [
    "timeout that is a text",
    { store: { type: "consul", timeout: "5s" } },
    6,
    /^ipam\.store\.timeout must be a number of milliseconds above 0, found "5s"$/,
  ],
  ["timeout of nothing", { timeout: 0 }, 6, /^ipam\.timeout must be a number of milli.*, found 0$/],
  [
    "port that is none",
    { consul_port: "http" },
    6,
    /^ipam\.consul_port must be a port, found "http"$/,
  ],
  [
    "port beyond all",
    { consul_port: 65_536 },
    6,
    /^ipam\.consul_port must be a port, found 65536$/,
  ],
  [
    "port in the address",
    { consul_addr: "127.0.0.1:8500" },
    6,
    /^ipam\.consul_addr must be .*port/,
  ],
  ["address that is empty", { consul_addr: "" }, 6, /^ipam\.consul_addr must be the address/],
  [
    "server that is no URL",
    { servers: ["10.0.0.1:8500"] },
    6,
    /^ipam\.servers\[0\] must be the URL/,
  ],
  [
    "server that is none",
    { servers: ["http://a b:99999"] },
    6,
    /^ipam\.servers\[0\] must be the URL of a server, found "http:\/\/a b:99999"$/,
  ],
  ["list of no servers", { servers: [] }, 7, /^ipam\.servers: no server is named$/],
  [
    "server that is said to be elsewhere",
    { servers: ["http://127.0.0.1:1"], consul_port: 2 },
    7,
    /^ipam\.consul_port: the URLs of the servers say something else/,
  ],
  ["token file without a name", { tokenFile: "" }, 7, /^ipam\.tokenFile: names no file$/],
  [
    "certificate without a key",
    { scheme: "https", tls: { certFile: "/cert.pem" } },
    7,
    /^ipam\.tls\.certFile: needs tls\.keyFile or CONSUL_CLIENT_KEY too$/,
  ],
  [
    "secret in the query of a URL",
    { servers: ["http://127.0.0.1:1/?token=s3cret"] },
    7,
    /^ipam\.servers\[0\]: the URL must be a scheme, a host and a port, like http:\/\/10\.0\.0\.1:8500$/,
  ],
  [
    "password in a URL",
    { servers: ["http://u:p@127.0.0.1:1"] },
    7,
    /^ipam\.servers\[0\]: the URL must be without/,
  ],
  ["scheme that is none", { scheme: "ftp" }, 6, /^ipam\.scheme must be "http" or "https", found/],
  ["prefix with a hole", { prefix: "a//b" }, 7, /^ipam\.prefix: a prefix has no empty parts$/],
  ["tls that is a path", { tls: "/ca.pem" }, 6, /^ipam\.tls must be an object, found "\/ca\.pem"$/],
  ["CA that is a number", { tls: { caFile: 5 } }, 6, /^ipam\.tls\.caFile must be a string|a path/],
])("names the field of a %s", async (_, ipam, code, said) => {
  const { exit, answer } = await on("consul", "lan", ipam)("ADD", "c1")
  expect({ exit, code: answer["code"] }).toEqual({ exit: 1, code })
  expect(answer["msg"]).toMatch(said)
})

test("does not show what stands where a token should", async () => {
  const { answer, said } = await on("consul", "lan", { token: 5_550_123 })("ADD", "c1")
  expect(answer).toMatchObject({ code: 7, msg: "ipam.token: the token must be a text" })
  expect(said).not.toContain("5550123")
})
