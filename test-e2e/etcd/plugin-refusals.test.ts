/** What a runtime is told when etcd cannot be used: a code, a reason, in time, and no password. */
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { type Fields, network } from "../consul/network.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile, folderForTest } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcd } from "../servers/etcd-server.js"
import { freePorts } from "../servers/free-ports.js"
import { atOtherAddress } from "../servers/other-address.js"
import { startProxy } from "../servers/proxy.js"
import { accessTo } from "./open-store.js"

const bin = await builtPlugins("etcd")
const folder = await folderForFile()
const authority = await makeAuthority(folder, "authority")
const stranger = await makeAuthority(folder, "stranger")
const [guarded, secured, expired] = await Promise.all([
  startEtcd({ auth: true }),
  startEtcd({ tls: authority, auth: true }),
  startEtcd({ tls: authority, expired: true }),
])
const [silent, nonsense] = await Promise.all([startProxy(guarded.url), startProxy(guarded.url)])
const elsewhere = await atOtherAddress(secured.url)
afterAll(async () => {
  elsewhere.stop()
  await Promise.all([silent.stop(), nonsense.stop()])
  await Promise.all([guarded, secured, expired].map((one) => one.release()))
})
await silent.stall()
await nonsense.answer(
  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>",
)

const password = "hunter2-is-no-good-password"
const login = { username: "root", password }
const strange = await stranger.client({ name: "strange" })
const old = await authority.client({ name: "old", expired: true })
const [closedPort] = await freePorts("127.0.0.1", 1)
const directory = join(folder, "directory")
await mkdir(directory)
const garbage = join(folder, "garbage.pem")
await writeFile(garbage, "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n")
const text = join(folder, "text.pem")
await writeFile(text, "no key at all")

const timeout = 1500
/** What a process needs beside its deadline on a machine that is busy with other tests. */
const slack = 1000

const right = { ...accessTo(secured), ...login, password: secured.root?.password }
const trusting = { ...right, password }

test.each<[what: string, ipam: Fields, reason: RegExp]>([
  ["the wrong password", { endpoints: guarded.url, ...login }, /does not know the user root/],
  [
    "an unknown user",
    { endpoints: guarded.url, ...login, username: "bob" },
    /does not know the user bob/,
  ],
  ["no password where one is wanted", { endpoints: guarded.url }, /asks for a username/],
  ["the wrong password and TLS", trusting, /does not know the user root/],
  ["the wrong CA", { ...trusting, caFile: strange.authority }, /no authority in caFile/],
  [
    "a certificate of another name",
    { ...trusting, endpoints: elsewhere.url },
    /: the certificate of the server is for another name or address \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
  ],
  ["no route", { endpoints: "http://255.255.255.255:1", ...login }, /no route to its network/],
  [
    "an expired certificate of the server",
    { ...accessTo(expired), ...login },
    /certificate has expired/,
  ],
  [
    "an expired certificate of its own",
    { ...trusting, certFile: old.certificate, keyFile: old.key },
    /want another client certificate|the connection was cut/,
  ],
  [
    "a stranger's certificate",
    { ...trusting, certFile: strange.certificate, keyFile: strange.key },
    /want another client certificate|the connection was cut/,
  ],
  [
    "no certificate",
    { ...trusting, certFile: "", keyFile: "" },
    /want another client certificate|the connection was cut/,
  ],
  [
    "a certificate that is missing",
    { ...trusting, certFile: join(folder, "none.pem") },
    /cannot read certFile .*none\.pem: ENOENT/,
  ],
  [
    "a key that is a directory",
    { ...trusting, keyFile: directory },
    /cannot read keyFile .*EISDIR/,
  ],
  [
    "a key that is broken",
    { ...trusting, keyFile: garbage },
    /look at .*the certificates and the key/,
  ],
  ["a key that is none", { ...trusting, keyFile: text }, /no PEM file, which keyFile must be/],
  [
    "a key of another certificate",
    { ...trusting, keyFile: strange.key },
    /look at .*the certificates and the key/,
  ],
  ["http for https", { endpoints: secured.url.replace("https", "http"), ...login }, /./],
  ["https for http", { ...trusting, endpoints: guarded.url.replace("http", "https") }, /./],
  ["a server that is no etcd", { endpoints: nonsense.url, ...login }, /this is no etcd/],
  [
    "no server",
    { endpoints: `http://127.0.0.1:${closedPort}`, ...login },
    /ECONNREFUSED|Unable to connect/,
  ],
  ["a server that is silent", { endpoints: silent.url, ...login }, /no answer/],
])("%s is an error of code 5, in time, without the password", async (what, ipam, reason) => {
  const logFile = join(await folderForTest(), "log")
  const log = { logFile, logLevel: "debug" }
  const name = what.replaceAll(/\W/g, "-")
  const call = network(bin, {
    name,
    ipam: { type: "etcd", subnet: "10.0.0.0/24", timeout, ...log, ...ipam },
  })
  const outcomes = await Promise.all([
    call("ADD", "c1"),
    call("DEL", "c1"),
    call("CHECK", "c1", { fields: { prevResult: { ips: [{ address: "10.0.0.2/24" }] } } }),
    call("STATUS"),
  ])
  for (const [index, { exit, answer, said, took }] of outcomes.entries()) {
    expect({ exit, code: answer["code"] }).toEqual({ exit: 1, code: index === 3 ? 50 : 5 })
    expect(`${answer["msg"]} ${answer["details"]}`).toMatch(reason)
    expect(said).not.toContain(password)
    expect(took).toBeLessThan(timeout + slack)
  }
  const logged = await readFile(logFile, "utf8")
  expect(logged).toMatch(reason)
  expect(logged).not.toContain(password)
  for (const { admin } of [guarded, secured])
    expect(await admin.list(`/etcd-cni/networks/${name}`)).toEqual(new Map())
})
