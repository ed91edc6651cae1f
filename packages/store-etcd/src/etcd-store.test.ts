import { explainDecodeError, explainStoreError } from "@cni-ipam/core"
import type { HttpRequest } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { etcdStore } from "./etcd-store.js"
import type { EtcdPorts } from "./ports.js"
import { memoryEtcd } from "./test/memory-etcd.js"
import type { Connect } from "./transport.js"

const pem = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}\n`

const files: Readonly<Record<string, string>> = {
  "/ca": pem("ca"),
  "/cert": pem("cert"),
  "/key": pem("key"),
  "/password": "from a file\r\n",
  "/text": "no PEM",
}

const program = (hasGrpc = true) => {
  const asked: HttpRequest[] = []
  const connected: Parameters<Connect>[] = []
  const grpc: Connect = (...how) => {
    connected.push(how)
    return memoryEtcd().transport
  }
  const ports: EtcdPorts = {
    readFile: (path) => E.fromNullable("ENOENT")(files[path]),
    http: (request) => {
      asked.push(request)
      return TE.left({ _tag: "NotSent", reason: "ECONNREFUSED" })
    },
    ...(hasGrpc && { grpc }),
  }
  return { asked, connected, ports }
}

const context = { node: "n1", warn: () => undefined }

/** What is said of these options. */
const said = async (options: unknown, { ports } = program()): Promise<string> => {
  const opened = await etcdStore(options, context, ports)()
  if (opened._tag === "Right") return "nothing"
  return opened.left._tag === "Decode"
    ? explainDecodeError(opened.left)
    : explainStoreError(opened.left)
}

const url = "https://10.0.0.1:2379"

describe("options of etcd", () => {
  it.each<[options: object, complaint: string]>([
    [{ endpoints: url }, "nothing"],
    [{ etcdConfig: { etcdURL: "http://a:1" } }, "nothing"],
    [
      {
        etcdConfig: {
          etcdURL: url,
          etcdCertFile: "/cert",
          etcdKeyFile: "/key",
          etcdTrustedCAFileFile: "/ca",
        },
      },
      "nothing",
    ],
    [{ etcdConfig: { etcdURL: url, ETCDTrustedCAFile: "/ca" } }, "nothing"],
    // As in the Go plugin, files are for https only.
    [{ endpoints: "http://a:1", certFile: "/missing" }, "nothing"],
    [{ endpoints: url, certFile: "", keyFile: "", caFile: "" }, "nothing"],
    [{}, "endpoints: no server of etcd is named"],
    [{ etcdConfig: {} }, "etcdConfig.etcdURL: no server of etcd is named"],
    [
      { etcdConfig: { etcdURL: "ftp://a" } },
      'etcdConfig.etcdURL: "ftp://a" is no URL of etcd, which is like https://10.0.0.1:2379',
    ],
    [
      { endpoints: url, etcdConfig: { etcdURL: url } },
      "etcdConfig.etcdURL: the same as endpoints: only one of them can be given",
    ],
    [{ endpoints: url, certFile: "/cert" }, "certFile: needs keyFile too"],
    [
      { etcdConfig: { etcdURL: url, etcdKeyFile: "/key" } },
      "etcdConfig.etcdKeyFile: needs certFile too",
    ],
    [{ endpoints: url, username: "root" }, "username: needs password too"],
    [{ endpoints: url, password: "hunter2" }, "password: needs username too"],
    [
      { endpoints: url, username: "root", password: "hunter2", passwordFile: "/password" },
      "passwordFile: the same as password: only one of them can be given",
    ],
    [{ endpoints: url, timeout: 0 }, "timeout: must be more than 0 milliseconds"],
    [
      { endpoints: url, transport: "carrier pigeon" },
      'transport must be "auto", "grpc" or "gateway", found "carrier pigeon"',
    ],
    [{ endpoints: url, caFile: "/missing" }, "cannot read caFile /missing: ENOENT"],
    [
      { etcdConfig: { etcdURL: url, etcdTrustedCAFileFile: "/missing" } },
      "cannot read etcdConfig.etcdTrustedCAFileFile /missing: ENOENT",
    ],
    [
      { endpoints: url, caFile: "/text" },
      "/text cannot be understood: it is no PEM file, which caFile must be",
    ],
    [
      { endpoints: url, username: "root", passwordFile: "/missing" },
      "cannot read passwordFile /missing: ENOENT",
    ],
    [{ endpoints: url, username: "root", password: 1234567 }, "password: a password is a string"],
  ])("%j: %s", async (options, complaint) => {
    expect(await said(options)).toBe(complaint)
  })

  it("never show a password", async () => {
    const { ports } = program()
    const options = { endpoints: url, username: "root", password: 1234567 }
    expect(JSON.stringify(await etcdStore(options, context, ports)())).not.toContain("1234567")
  })
})

describe("the way to etcd", () => {
  const used = async (options: object, more: object = {}, one = program()) => {
    const opened = await etcdStore(options, { ...context, ...more }, one.ports)()
    if (opened._tag === "Right") await opened.right.networks()
    return one
  }

  it("is gRPC where there is one, with certificates for https only", async () => {
    const options = {
      endpoints: [url, "http://b:1"],
      certFile: "/cert",
      keyFile: "/key",
      caFile: "/ca",
    }
    const { connected, asked } = await used(options)
    expect(connected).toEqual([
      [url, { ca: files["/ca"], cert: files["/cert"], key: files["/key"] }],
      ["http://b:1", undefined],
    ])
    expect(asked).toEqual([])
  })

  it("is HTTP for one command, and where there is no gRPC", async () => {
    const options = { endpoints: url, caFile: "/ca", timeout: 300 }
    for (const { connected, asked } of [
      await used(options, { forOneCommand: true }),
      await used(options, {}, program(false)),
    ]) {
      expect(connected).toEqual([])
      expect(asked[0]).toMatchObject({ url: `${url}/v3/kv/txn`, tls: { ca: files["/ca"] } })
    }
  })

  it("is the one that was chosen", async () => {
    const one = { endpoints: url, timeout: 300 }
    const byHttp = await used({ ...one, transport: "gateway" })
    expect([byHttp.connected.length, byHttp.asked.length > 0]).toEqual([0, true])
    const byGrpc = await used({ ...one, transport: "grpc" }, { forOneCommand: true })
    expect([byGrpc.connected.length, byGrpc.asked.length]).toEqual([1, 0])
    expect(await said({ ...one, transport: "grpc" }, program(false))).toBe(
      'transport: this program has no gRPC: leave it out, or set it to "gateway"',
    )
  })

  it("begins with a login, of which the line break in the file is no part", async () => {
    const options = { endpoints: url, username: "root", passwordFile: "/password", timeout: 300 }
    const { asked } = await used({ ...options, transport: "gateway" })
    expect(asked[0]).toMatchObject({
      url: `${url}/v3/auth/authenticate`,
      body: '{"name":"root","password":"from a file"}',
    })
  })

  it("leads to keys under the prefix, which ends with a slash", async () => {
    const server = memoryEtcd()
    const ports = { ...program().ports, grpc: () => server.transport }
    const opened = await etcdStore({ endpoints: url, prefix: "/mine" }, context, ports)()
    if (opened._tag === "Left") throw new Error("it did not open")
    await opened.right.definition("lan")()
    expect(server.asked).toMatchObject([{ success: [{ key: Buffer.from("/mine/lan") }] }])
  })
})
