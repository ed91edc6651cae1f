/**
 * etcd by gRPC: one HTTP/2 connection that carries all calls, for programs that run on.
 *
 * The client is etcd3's. It is loaded with the first call, and everything that it does about
 * failures is turned off: which server is asked next, and whether at all, is decided above. It is
 * not told the user either, because its own way to renew a token can wait for itself
 * (microsoft/etcd3, issue 177).
 */
import type { TlsOptions } from "@cni-ipam/store-kv"
import type { CallOptions, InterceptingCall } from "@grpc/grpc-js"
import type { AuthClient, IOptions, KVClient } from "etcd3"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { grpcFault } from "./grpc-fault.js"
import { txnAnswerOf, txnRequestOf } from "./grpc-messages.js"
import { withToken } from "./grpc-token.js"
import type { Connect, Fault } from "./transport.js"

interface Client {
  readonly kv: KVClient
  readonly auth: AuthClient
  readonly Call: typeof InterceptingCall
  readonly close: () => void
}

const channel: NonNullable<IOptions["grpcOptions"]> = {
  // A server that comes back is not to be waited for: the pauses are ours.
  "grpc.initial_reconnect_backoff_ms": 50,
  "grpc.max_reconnect_backoff_ms": 500,
  "grpc.use_local_subchannel_pool": 1,
  // Listings and documents are as large as they are.
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.enable_http_proxy": 0,
  "grpc.service_config_disable_resolution": 1,
}

const credentialsOf = ({ ca, cert, key }: TlsOptions, roots: readonly string[]) => ({
  rootCertificate: Buffer.from(ca ?? roots.join("\n")),
  ...(cert !== undefined && { certChain: Buffer.from(cert) }),
  ...(key !== undefined && { privateKey: Buffer.from(key) }),
})

const load = async (endpoint: string, tls: TlsOptions | undefined): Promise<Client> => {
  const [{ Etcd3 }, { noop }, { InterceptingCall: Call }] = await Promise.all([
    import("etcd3"),
    import("cockatiel"),
    import("@grpc/grpc-js"),
  ])
  // etcd3 takes no certificate of ours without the authorities: without any, they are Node's.
  const roots = tls !== undefined && tls.ca === undefined ? await import("node:tls") : undefined
  const client = new Etcd3({
    hosts: endpoint,
    grpcOptions: channel,
    faultHandling: { host: () => noop, global: noop },
    ...(tls && { credentials: credentialsOf(tls, roots?.rootCertificates ?? []) }),
  })
  return { kv: client.kv, auth: client.auth, Call, close: () => client.close() }
}

/** @example const connect = grpc */
export const grpc: Connect = (endpoint, tls) => {
  let loading: Promise<Client> | undefined

  const call = <A>(
    timeout: number,
    token: string | undefined,
    work: (client: Client, options: CallOptions) => Promise<A>,
  ): TaskEither<Fault, A> =>
    TE.tryCatch(async () => {
      const deadline = Date.now() + timeout
      loading ??= load(endpoint, tls)
      const client = await loading
      return work(client, {
        deadline,
        ...(token !== undefined && { interceptors: [withToken(client.Call, token)] }),
      })
    }, grpcFault)

  return {
    txn: (txn, timeout, token) =>
      call(timeout, token, async ({ kv }, options) =>
        txnAnswerOf(await kv.txn(txnRequestOf(txn), options)),
      ),
    authenticate: (user, timeout) =>
      call(
        timeout,
        undefined,
        async ({ auth }, options) => (await auth.authenticate(user, options)).token,
      ),
    close: () => {
      // What could not be loaded need not be closed.
      loading?.then(({ close }) => close()).catch(() => undefined)
    },
  }
}
