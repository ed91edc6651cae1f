/** The certificates under Node's own TLS. */
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer } from "node:https"
import { TLSSocket } from "node:tls"
import { beforeAll, expect, onTestFinished, test } from "vitest"
import { folderForFile } from "../plugin/folders.js"
import { type Authority, type Credentials, makeAuthority } from "./certificates.js"
import { httpCall } from "./http-call.js"

const folder = await folderForFile()
let authority: Authority
let stranger: Authority

beforeAll(async () => {
  authority = await makeAuthority(folder, "authority")
  stranger = await makeAuthority(folder, "stranger")
})

/** The address of a server that answers with the name in the client's certificate. */
const serve = async ({ authority, certificate, key }: Credentials, host: string) => {
  const [ca, cert, privateKey] = await Promise.all(
    [authority, certificate, key].map((path) => readFile(path)),
  )
  const options = { ca, cert, key: privateKey, requestCert: true, rejectUnauthorized: true }
  const server = createServer(options, (request, response) => {
    const { socket } = request
    response.end(socket instanceof TLSSocket ? socket.getPeerCertificate().subject.CN : "")
  })
  server.listen(0, host)
  await once(server, "listening")
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === "object" ? address?.port : undefined
}

test("a server and a client of one authority understand each other, at all names", async () => {
  const own = await authority.server({ name: "server" }, ["127.83.255.2", "127.83.255.3"])
  const port = await serve(own, "0.0.0.0")
  const credentials = await authority.client({ name: "somebody" })
  for (const host of ["127.83.255.2", "127.83.255.3", "127.0.0.1", "localhost"])
    expect((await httpCall({ url: `https://${host}:${port}`, credentials })).body).toBe("somebody")
  const anonymous = await authority.client({ name: "anonymous", anonymous: true })
  expect((await httpCall({ url: `https://localhost:${port}`, credentials: anonymous })).body).toBe(
    "",
  )
  const elsewhere = httpCall({ url: `https://127.83.255.4:${port}`, credentials })
  await expect(elsewhere).rejects.toThrow("does not match certificate's altnames")
})

test("a client of another authority is refused, and refuses", async () => {
  const port = await serve(await authority.server({ name: "strict" }, []), "127.0.0.1")
  const url = `https://127.0.0.1:${port}`
  const credentials = await stranger.client({ name: "stranger" })
  await expect(httpCall({ url, credentials })).rejects.toThrow(
    "self-signed certificate in certificate chain",
  )
  await expect(httpCall({ url, credentials, anyServer: true })).rejects.toThrow(
    /ECONNRESET|unknown ca|hang up/,
  )
})

test("an expired certificate is refused from a server and from a client", async () => {
  const good = await authority.client({ name: "good" })
  const late = await authority.client({ name: "late", expired: true })
  const lateServer = await authority.server({ name: "late-server", expired: true }, [])
  const toLate = `https://127.0.0.1:${await serve(lateServer, "127.0.0.1")}`
  await expect(httpCall({ url: toLate, credentials: good })).rejects.toThrow(
    "certificate has expired",
  )
  expect((await httpCall({ url: toLate, credentials: good, anyServer: true })).body).toBe("good")
  const goodServer = await authority.server({ name: "good-server" }, [])
  const toGood = `https://127.0.0.1:${await serve(goodServer, "127.0.0.1")}`
  await expect(httpCall({ url: toGood, credentials: late })).rejects.toThrow(
    /expired|ECONNRESET|hang up/,
  )
})
