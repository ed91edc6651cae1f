/** Any plugin on etcd, etcd on any store, and what is wrong with their options. */
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { addressesIn, type Fields, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"

const bin = await builtPlugins("etcd", "host-local")
const server = await startEtcd()
afterAll(server.release)

const on = (type: string, name: string, ipam: Fields) =>
  network(bin, { name, ipam: { type, subnet: "10.0.0.0/24", ...ipam } })

const keys = async (prefix: string) => [...(await server.admin.list(prefix)).keys()]

test("host-local keeps its leases in etcd if it is told to", async () => {
  const store = { type: "etcd", endpoints: [server.url], prefix: "/shared" }
  const call = on("host-local", "lan", { store })
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.0.0.2/24"])
  expect(await keys("/shared/lan")).toEqual(["/shared/lan", "/shared/lan/used/10.0.0.2"])
  const other = on("etcd", "lan", { etcdConfig: { etcdURL: server.url }, prefix: "/shared/" })
  expect(addressesIn((await other("ADD", "c2")).answer)).toEqual(["10.0.0.3/24"])
  for (const id of ["c1", "c2"]) expect((await call("DEL", id)).exit).toBe(0)
  expect(await keys("/shared/lan/")).toEqual([])
})

test("etcd keeps its leases on this machine if it is told to", async () => {
  const dataDir = await folderForTest()
  const call = on("etcd", "local", { store: "disk", dataDir })
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.0.0.2/24"])
  const hostLocal = on("host-local", "local", { dataDir })
  expect(addressesIn((await hostLocal("ADD", "c2")).answer)).toEqual(["10.0.0.3/24"])
  expect((await hostLocal("DEL", "c1")).exit).toBe(0)
  expect(await keys("/etcd-cni/networks/local")).toEqual([])
})

const url = "http://127.0.0.1:1"
const tls = "https://127.0.0.1:1"

test.each<[what: string, ipam: Fields, code: number, said: string | RegExp]>([
  ["no server", {}, 7, "ipam.endpoints: no server of etcd is named"],
  ["etcdConfig of nothing", { etcdConfig: {} }, 7, /^ipam\.etcdConfig\.etcdURL: no server of etcd/],
  [
    "etcdConfig that is a text",
    { etcdConfig: url },
    6,
    /^ipam\.etcdConfig must be an object, found/,
  ],
  [
    "URL that is none",
    { etcdConfig: { etcdURL: "ftp://a" } },
    7,
    'ipam.etcdConfig.etcdURL: "ftp://a" is no URL of etcd, which is like https://10.0.0.1:2379',
  ],
  [
    "server that is named twice",
    { endpoints: url, etcdConfig: { etcdURL: url } },
    7,
    "ipam.etcdConfig.etcdURL: the same as endpoints: only one of them can be given",
  ],
  [
    "certificate without a key",
    { endpoints: tls, certFile: "/cert" },
    7,
    "ipam.certFile: needs keyFile too",
  ],
  [
    "user without a password",
    { endpoints: url, username: "root" },
    7,
    "ipam.username: needs password too",
  ],
  [
    "timeout of nothing, in the store",
    { store: { type: "etcd", endpoints: url, timeout: 0 } },
    7,
    "ipam.store.timeout: must be more than 0 milliseconds",
  ],
  [
    "timeout that is a text",
    { endpoints: url, timeout: "5s" },
    6,
    /^ipam\.timeout must be an integ/,
  ],
  [
    "transport that is none",
    { endpoints: url, transport: "ftp" },
    6,
    /^ipam\.transport must be "au/,
  ],
  [
    "unknown option",
    { store: { type: "etcd", endpoint: url } },
    7,
    /^ipam\.store\.endpoint: the store has no such option; there is .*endpoints/,
  ],
  [
    "unknown option in etcdConfig, in the store",
    { store: { type: "etcd", etcdConfig: { etcdURL: url, pasword: "s3cret" } } },
    7,
    /^ipam\.store\.etcdConfig\.pasword: the store has no such option; there is etcdConfig\.etcdURL, /,
  ],
])("names the field of a %s", async (_, ipam, code, said) => {
  const { exit, answer } = await on("etcd", "lan", ipam)("ADD", "c1")
  expect({ exit, code: answer["code"] }).toEqual({ exit: 1, code })
  expect(answer["msg"]).toMatch(said)
})

test.each<[what: string, ipam: Fields]>([
  ["password that is a number", { endpoints: url, username: "root", password: 5_550_123 }],
  ["password in a URL", { endpoints: "http://root:5550123@127.0.0.1:1" }],
  ["password in a list", { endpoints: url, username: "root", password: ["5550123"] }],
  ["password without a user", { endpoints: url, password: "5550123" }],
])("does not show a %s", async (_, ipam) => {
  const logFile = join(await folderForTest(), "log")
  const log = { logFile, logLevel: "debug" }
  const { answer, said } = await on("etcd", "lan", { ...log, ...ipam })("ADD", "c1")
  expect(answer).toMatchObject({ code: 7 })
  expect(said).not.toContain("5550123")
})
