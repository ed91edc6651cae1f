/** Reads the files that the options name, and chooses the way to ask. */
import type { DecodeError, StoreContext, StoreError } from "@cni-ipam/core"
import { misfit } from "@cni-ipam/core"
import type { Named, TlsOptions } from "@cni-ipam/store-kv"
import { isPem } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { isTls } from "./endpoint.js"
import type { EtcdOptions } from "./etcd-options.js"
import { gateway } from "./gateway.js"
import { gatewayOrGrpc } from "./gateway-or-grpc.js"
import type { EtcdPorts } from "./ports.js"
import type { Connect, User } from "./transport.js"

const read =
  ({ readFile }: EtcdPorts) =>
  ({ field, value: path }: Named<string>): E.Either<StoreError, string> =>
    pipe(
      readFile(path),
      E.mapLeft((reason) => ({
        _tag: "Unavailable",
        operation: `read ${field}`,
        subject: path,
        reason,
      })),
    )

const readPem =
  (ports: EtcdPorts) =>
  (file: Named<string> | undefined): E.Either<StoreError, string | undefined> =>
    file === undefined
      ? E.right(undefined)
      : pipe(
          read(ports)(file),
          E.filterOrElse(
            isPem,
            (): StoreError => ({
              _tag: "Corrupt",
              subject: file.value,
              reason: `it is no PEM file, which ${file.field} must be`,
            }),
          ),
        )

/** As in the Go plugin, files are for servers with https only, and not looked at for others. */
export const tlsOf = (
  { endpoints, certFile, keyFile, caFile }: EtcdOptions,
  ports: EtcdPorts,
): E.Either<StoreError, TlsOptions | undefined> =>
  endpoints.some(isTls)
    ? pipe(
        E.Do,
        E.bind("ca", () => readPem(ports)(caFile)),
        E.bind("cert", () => readPem(ports)(certFile)),
        E.bind("key", () => readPem(ports)(keyFile)),
        E.map(({ ca, cert, key }) => ({
          ...(ca !== undefined && { ca }),
          ...(cert !== undefined && { cert }),
          ...(key !== undefined && { key }),
        })),
      )
    : E.right(undefined)

export const userOf = (
  { username, password, passwordFile }: EtcdOptions,
  ports: EtcdPorts,
): E.Either<StoreError, User | undefined> => {
  if (username === undefined) return E.right(undefined)
  return pipe(
    passwordFile === undefined ? E.right(password ?? "") : read(ports)(passwordFile),
    // Editors end a file with a line break, which is no part of the password.
    E.map((text) => ({
      name: username,
      password: passwordFile === undefined ? text : text.replace(/\r?\n$/, ""),
    })),
  )
}

/** A program that ends at once would load a gRPC client for longer than it asks anything. */
export const connectOf = (
  { transport }: EtcdOptions,
  { grpc, http }: EtcdPorts,
  { forOneCommand = false }: StoreContext,
): E.Either<DecodeError, Connect> => {
  if (transport === "gateway") return E.right(gateway(http))
  if (transport === "grpc")
    return grpc === undefined
      ? E.left(
          misfit("transport", 'this program has no gRPC: leave it out, or set it to "gateway"'),
        )
      : E.right(grpc)
  if (grpc === undefined) return E.right(gateway(http))
  return E.right(forOneCommand ? gatewayOrGrpc(gateway(http), grpc) : grpc)
}
