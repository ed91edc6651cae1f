/**
 * Makes etcd3 fit for a program of one file, which turns to it where an etcd has no JSON gateway.
 *
 * It reads its protocol from a file beside it when it is loaded: here that is part of the program.
 * And its gRPC library asks for a server name in TLS even if the server has an address only, which
 * Bun refuses. Without a name, the certificate is checked against the address, as it should be.
 */
import { dirname, join } from "node:path"
import protobuf from "protobufjs"

const replaceIn = async (path: string, text: string, by: string): Promise<string> => {
  const source = await Bun.file(path).text()
  if (!source.includes(text)) throw new Error(`${path} is not what it was: ${text} is missing`)
  return source.replace(text, () => by)
}

const protocolOf = (folder: string): string =>
  JSON.stringify(
    new protobuf.Root()
      .loadSync(join(folder, "../proto/rpc.proto"), { keepCase: true })
      .resolveAll()
      .toJSON(),
  )

export const embeddedEtcd: Bun.BunPlugin = {
  name: "embedded-etcd",
  setup: (build) => {
    build.onLoad({ filter: /etcd3\/lib\/connection-pool\.js$/ }, async ({ path }) => ({
      loader: "js",
      contents: await replaceIn(
        path,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is etcd3's template, not ours.
        "(0, proto_loader_1.loadSync)(`${__dirname}/../proto/rpc.proto`,",
        `(0, proto_loader_1.fromJSON)(${protocolOf(dirname(path))},`,
      ),
    }))
    build.onLoad({ filter: /grpc-js\/build\/src\/channel-credentials\.js$/ }, async ({ path }) => ({
      loader: "js",
      contents: await replaceIn(
        path,
        "        connectionOptions.servername = remoteHost;",
        '        if (!require("net").isIP(remoteHost)) connectionOptions.servername = remoteHost;',
      ),
    }))
  },
}
