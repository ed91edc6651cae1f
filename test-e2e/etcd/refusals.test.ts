/** What a person is told when etcd cannot be used: by each transport, with nothing secret in it. */
import { writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { join } from "node:path"
import { explainStoreError } from "@cni-ipam/core"
import { afterAll, describe, expect, test } from "vitest"
import { folderForFile } from "../plugin/folders.js"
import { makeAuthority } from "../servers/certificates.js"
import { startEtcd } from "../servers/etcd-server.js"
import { freePorts } from "../servers/free-ports.js"
import { accessTo, transports, tryToOpen } from "./open-store.js"

const folder = await folderForFile()
const authority = await makeAuthority(folder, "authority")
const stranger = await makeAuthority(folder, "stranger")
const [plain, secured, expired, guarded, withoutGateway] = await Promise.all([
  startEtcd(),
  startEtcd({ tls: authority }),
  startEtcd({ tls: authority, expired: true }),
  startEtcd({ auth: true }),
  startEtcd({ gateway: false }),
])
afterAll(() =>
  Promise.all([plain, secured, expired, guarded, withoutGateway].map((one) => one.release())),
)
const website = createServer((_, response) => response.end("<html>It works!</html>"))
await new Promise<void>((resolve) => website.listen(0, "127.0.0.1", resolve))
afterAll(() => website.close())
const address = website.address()
const websitePort = typeof address === "object" && address !== null ? address.port : 0
const [freePort] = await freePorts("127.0.0.1", 1)
const strange = await stranger.client({ name: "strange" })
const old = await authority.client({ name: "old", expired: true })
const noPem = join(folder, "no.pem")
await writeFile(noPem, "no authority")
const garbage = join(folder, "garbage.pem")
await writeFile(garbage, "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n")
await guarded.admin.addUser({ name: "somebody", password: "secret" }, "/somewhere-else/")

/** What there is to tell of a store with these options, and how long it took. */
const complaint = async (options: object): Promise<string> => {
  const store = await tryToOpen(options)
  if (typeof store === "string") return store
  const status = await store.status("lan")()
  await store.close()
  return status._tag === "Left" ? explainStoreError(status.left) : "nothing"
}

const trusting = accessTo(secured)

describe.each(transports)("by %s", (transport) => {
  test.each<[what: string, options: object, complaint: string | RegExp]>([
    ["nothing, of a good server", { endpoints: plain.url }, "nothing"],
    ["nothing, of a good server with TLS", trusting, "nothing"],
    ["nothing, of a user where nobody asks for one", accessTo(plain), "nothing"],
    [
      "that nobody listens",
      { endpoints: `http://127.0.0.1:${freePort}` },
      `cannot read from etcd: http://127.0.0.1:${freePort}: connect ECONNREFUSED 127.0.0.1:${freePort}`,
    ],
    [
      "that a certificate is wanted",
      { endpoints: secured.url, caFile: authority.certificate },
      /^cannot .* etcd: https:\/\/[\d.:]+: the server wants a certificate: set certFile and keyFile/,
    ],
    [
      "that a stranger's certificate is not taken",
      { ...trusting, certFile: strange.certificate, keyFile: strange.key },
      /the server does not take the certificate in certFile \(.*unknown ca\)/,
    ],
    [
      "that its own certificate is too old",
      { ...trusting, certFile: old.certificate, keyFile: old.key },
      /the server does not take the certificate in certFile \(.*expired\)/,
    ],
    [
      "that the authority is the wrong one",
      { ...trusting, caFile: stranger.certificate },
      /no authority in caFile vouches for the server/,
    ],
    ["that the server's certificate is too old", accessTo(expired), /: certificate has expired/],
    [
      "that a file is missing",
      { ...trusting, keyFile: join(folder, "missing.pem") },
      new RegExp(`^cannot read keyFile ${folder}/missing.pem: ENOENT`),
    ],
    [
      "that a file is none of that kind",
      { ...trusting, caFile: noPem },
      `${noPem} cannot be understood: it is no PEM file, which caFile must be`,
    ],
    [
      "that a key is broken",
      { ...trusting, keyFile: garbage },
      /: certFile, keyFile or caFile cannot be used/,
    ],
    [
      "that a key is not the certificate's",
      { ...trusting, keyFile: strange.key },
      /: certFile, keyFile or caFile cannot be used .*mismatch/,
    ],
    [
      "that a website is no etcd",
      { endpoints: `http://127.0.0.1:${websitePort}` },
      /^cannot read from etcd: .* is no etcd/,
    ],
    [
      "that a user is needed",
      { endpoints: guarded.url },
      `cannot read from etcd at ${guarded.url}: it asks for a username and a password`,
    ],
    [
      "that the password is wrong, but not which it is",
      { ...accessTo(guarded), password: "hunter2" },
      `cannot read from etcd at ${guarded.url}: it does not know the user root with this password`,
    ],
    [
      "that the user has no right to these keys",
      { endpoints: guarded.url, username: "somebody", password: "secret" },
      `cannot read from etcd at ${guarded.url}: the user somebody may not: etcdserver: permission denied`,
    ],
  ])("says %s", async (_, options, expected) => {
    expect(await complaint({ ...options, transport })).toMatch(expected)
  })
})

test("without its gateway etcd is asked by gRPC only", async () => {
  const { url } = withoutGateway
  expect(await complaint({ endpoints: url, transport: "grpc" })).toBe("nothing")
  expect(await complaint({ endpoints: url, transport: "gateway" })).toMatch(
    /: this is no etcd from 3.4 on, or its JSON gateway is turned off \(404\)$/,
  )
})
