/**
 * Asks through the gateway, and by gRPC from when a server turns out to have none for us: it may be
 * turned off, and with users turned on it refuses client certificates that name somebody.
 */
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Connect, Fault, Transport } from "./transport.js"

/** Whatever answered there knows nothing of the gateway's paths, and has done nothing. */
const isNoGateway = (fault: Fault): boolean => fault._tag === "NoEtcd" && !fault.mayBeDone

/** A server that does not understand gRPC either is better described by what it answered first. */
const isEtcdsWord = (fault: Fault): boolean => fault._tag === "Status"

/** @example const connect = gatewayOrGrpc(gateway(http), grpc) */
export const gatewayOrGrpc =
  (gateway: Connect, grpc: Connect): Connect =>
  (endpoint, tls) => {
    const first = gateway(endpoint, tls)
    let second: Transport | undefined

    const ask = <A>(
      timeout: number,
      work: (transport: Transport, timeout: number) => TaskEither<Fault, A>,
    ): TaskEither<Fault, A> => {
      if (second !== undefined) return work(second, timeout)
      const started = performance.now()
      return pipe(
        work(first, timeout),
        TE.orElse((fault) => {
          if (!isNoGateway(fault)) return TE.left(fault)
          const other = grpc(endpoint, tls)
          return pipe(
            work(other, Math.max(1, timeout - (performance.now() - started))),
            TE.bimap(
              (next) => (isEtcdsWord(next) ? next : fault),
              (answer) => {
                second = other
                return answer
              },
            ),
          )
        }),
      )
    }

    return {
      txn: (txn, timeout, token) =>
        ask(timeout, (transport, left) => transport.txn(txn, left, token)),
      authenticate: (user, timeout) =>
        ask(timeout, (transport, left) => transport.authenticate(user, left)),
      close: () => {
        first.close()
        second?.close()
      },
    }
  }
