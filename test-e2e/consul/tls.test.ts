/** https: whom the plugin trusts, and who it says it is. */
import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { explainStoreError } from "@cni-ipam/core"
import type { ConsulConfig } from "@cni-ipam/store-consul"
import { consulStore, httpConsul, packageConsul } from "@cni-ipam/store-consul"
import { nodeHttp } from "@cni-ipam/store-kv"
import { tryCatch } from "fp-ts/lib/Either.js"
import { afterAll, describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startConsul } from "../servers/consul-server.js"
import { atOtherAddress } from "../servers/other-address.js"
import { addressesIn, addressOf, type Fields, network } from "./network.js"

const bin = await builtPlugins("consul")
const folder = await folderForFile()
const authority = await makeAuthority(folder, "authority")
const stranger = await makeAuthority(folder, "stranger")
const [server, expired] = await Promise.all([
  startConsul({ tls: authority, acl: true }),
  startConsul({ tls: authority, expired: true }),
])
afterAll(() => Promise.all([server.release(), expired.release()]))

const elsewhere = await atOtherAddress(server.url)
afterAll(elsewhere.stop)

const files = {
  caFile: server.credentials?.authority,
  certFile: server.credentials?.certificate,
  keyFile: server.credentials?.key,
}
const strange = await stranger.client({ name: "strange" })
const token = server.token ?? ""
const noPem = join(folder, "no.pem")
await writeFile(noPem, "no certificate")

const lan = (name: string, ipam: Fields) =>
  network(bin, { name, ipam: { type: "consul", subnet: "10.0.0.0/24", ...ipam } })

const secure = { servers: [server.url], token }

test("with the right CA and a client certificate all is well", async () => {
  const call = lan("right", { ...secure, tls: files })
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.0.0.2/24"])
  expect(await call("STATUS")).toMatchObject({ exit: 0, said: "" })
  expect(await call("DEL", "c1")).toMatchObject({ exit: 0, said: "" })
})

test("so it is with an address, a port and a scheme", async () => {
  const call = lan("scheme", { ...addressOf(server.url), scheme: "https", token, tls: files })
  expect((await call("ADD", "c1")).exit).toBe(0)
})

test("so it is with Consul's own variables", async () => {
  const env = {
    CONSUL_HTTP_SSL: "true",
    CONSUL_CACERT: files.caFile,
    CONSUL_CLIENT_CERT: files.certFile,
    CONSUL_CLIENT_KEY: files.keyFile,
    CONSUL_HTTP_TOKEN: token,
  }
  expect((await lan("env", addressOf(server.url))("ADD", "c1", { env })).exit).toBe(0)
})

test("a server is known by the name that is given instead of its address", async () => {
  const tls = { ...files, serverName: "localhost" }
  const call = lan("named", { token, servers: [elsewhere.url], tls })
  expect(addressesIn((await call("ADD", "c1")).answer)).toEqual(["10.0.0.2/24"])
  expect(await call("DEL", "c1")).toMatchObject({ exit: 0, said: "" })
})

test("a server whose certificate is no good is used by whoever does not mind", async () => {
  const servers = [expired.url]
  expect((await lan("mind", { servers, tls: files })("ADD", "c1")).answer).toMatchObject({
    code: 5,
  })
  const careless = { ...files, verify: false }
  expect((await lan("mind", { servers, tls: careless })("ADD", "c1")).exit).toBe(0)
})

test.each<[what: string, ipam: Fields, said: RegExp]>([
  [
    "the wrong CA",
    { ...secure, tls: { ...files, caFile: strange.authority } },
    /no authority in caFile vouches for the server \(.*(SELF_SIGNED|VERIFY|ISSUER)/,
  ],
  [
    "no CA",
    { ...secure, tls: { ...files, caFile: undefined } },
    /no authority in caFile vouches for the server \(.*(SELF_SIGNED|VERIFY|ISSUER)/,
  ],
  [
    "a certificate of another name",
    { token, servers: [elsewhere.url], tls: files },
    /: the certificate of the server is for another name or address \(ERR_TLS_CERT_ALTNAME_INVALID\)$/,
  ],
  [
    "a certificate without the name that is asked for",
    { ...secure, tls: { ...files, serverName: "consul.example" } },
    /: the certificate of the server is for another name or address/,
  ],
  ["a certificate that is expired", { servers: [expired.url], tls: files }, /expired/i],
  [
    "no client certificate",
    { ...secure, tls: { caFile: files.caFile } },
    /want another client certificate/,
  ],
  [
    "a stranger's certificate",
    { ...secure, tls: { ...files, certFile: strange.certificate, keyFile: strange.key } },
    /want another client certificate/,
  ],
  [
    "a key of another certificate",
    { ...secure, tls: { ...files, keyFile: strange.key } },
    /the certificates and the key/,
  ],
  ["a CA that is no certificate", { ...secure, tls: { ...files, caFile: noPem } }, /it is no PEM/],
  ["http where https is spoken", { ...addressOf(server.url), token }, /HTTP request to an HTTPS/],
])("%s is an error of code 5 in time, without the token", async (_, ipam, reason) => {
  const call = lan("wrong", { timeout: 1500, ...ipam })
  for (const command of ["ADD", "DEL"]) {
    const { answer, said, took } = await call(command, "c1")
    expect(answer).toMatchObject({ code: 5 })
    expect(`${answer["msg"]}`).toMatch(reason)
    expect(said).not.toContain(token)
    expect(took).toBeLessThan(2500)
  }
  expect((await call("STATUS")).answer).toMatchObject({ code: 50 })
  expect([...(await server.admin.list("cni-ipam/wrong")).keys()]).toEqual([])
})

const clients = { "the package consul": packageConsul, "Node's HTTP": httpConsul(nodeHttp) }

describe.each(Object.entries(clients))("by %s", (name, connect) => {
  const readFile = (path: string) =>
    tryCatch(
      () => readFileSync(path, "utf8"),
      (error) => `${error}`,
    )

  const statusOf = async (config: ConsulConfig): Promise<string> => {
    const context = { node: "n1", warn: () => undefined }
    const opened = consulStore(config, { readFile, env: {}, connect }, context)
    if (opened._tag === "Left") return JSON.stringify(opened.left)
    const status = await opened.right.status(`by-${name}`)()
    await opened.right.close()
    return status._tag === "Left" ? explainStoreError(status.left) : "ready"
  }

  const {
    authority: caFile = "",
    certificate: certFile = "",
    key: keyFile = "",
  } = server.credentials ?? {}
  const tls = { caFile, certFile, keyFile }

  test("a program is as well served, and as strict", async () => {
    expect(await statusOf({ ...secure, tls })).toBe("ready")
    const servers = [expired.url]
    expect(await statusOf({ servers, tls })).toMatch(/certificate has expired/)
    expect(await statusOf({ servers, tls: { ...tls, verify: false } })).toBe("ready")
    const other = { token, servers: [elsewhere.url] }
    expect(await statusOf({ ...other, tls })).toMatch(/altnames/)
    expect(await statusOf({ ...other, tls: { ...tls, serverName: "localhost" } })).toBe("ready")
    const strangers = { caFile: strange.authority }
    for (const wrong of [strangers, { caFile }, { ...tls, keyFile: strange.key }]) {
      const said = await statusOf({ ...secure, timeout: 1500, tls: wrong })
      expect(said).toMatch(/^cannot /)
      expect(said).not.toContain(token)
    }
  })
})

test("a file that is not there is named", async () => {
  const tls = { ...files, caFile: "/nonexistent/ca.pem" }
  expect((await lan("file", { ...secure, tls })("ADD", "c1")).answer["msg"]).toMatch(
    /^cannot read the CA certificate in \/nonexistent\/ca\.pem: ENOENT/,
  )
})
