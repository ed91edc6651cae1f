/** What the options come to: each thing said once, and nothing without what it needs. */
import type { DecodeError } from "@cni-ipam/core"
import { misfit } from "@cni-ipam/core"
import type { Named } from "@cni-ipam/store-kv"
import { together } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { isTls } from "./endpoint.js"
import { defaultPrefix } from "./etcd-layout.js"
import type { EtcdFields } from "./options.js"

export interface EtcdOptions {
  /** Not empty. */
  readonly endpoints: readonly string[]
  /** Files of which only servers with TLS make use. */
  readonly certFile: Named<string> | undefined
  readonly keyFile: Named<string> | undefined
  readonly caFile: Named<string> | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly passwordFile: Named<string> | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly transport: "auto" | "grpc" | "gateway"
  /** Ends with a slash. */
  readonly prefix: string
}

const defaultTimeoutMs = 5000

const complain = (field: string, message: string): E.Either<DecodeError, never> =>
  E.left(misfit(field, message))

/** The one that is given. What is empty is not: the Go plugin's users leave fields empty. */
const oneOf = <A extends { readonly length: number }>(
  ...candidates: readonly (readonly [field: string, value: A | undefined])[]
): E.Either<DecodeError, Named<A> | undefined> => {
  const [first, second] = candidates.flatMap(([field, value]) =>
    value === undefined || value.length === 0 ? [] : [{ field, value }],
  )
  return second === undefined
    ? E.right(first)
    : complain(second.field, `the same as ${first?.field}: only one of them can be given`)
}

const check = (isFine: boolean, field: string, message: string): E.Either<DecodeError, void> =>
  isFine ? E.right(undefined) : complain(field, message)

/** Left: which field is wrong, and why. */
export const readOptions = (fields: EtcdFields): E.Either<DecodeError, EtcdOptions> => {
  const { etcdConfig: old = {}, timeout = defaultTimeoutMs, transport = "auto" } = fields
  const { prefix = "" } = fields
  return pipe(
    E.Do,
    E.bind("endpoints", () =>
      oneOf(["endpoints", fields.endpoints], ["etcdConfig.etcdURL", old.etcdURL]),
    ),
    E.bind("certFile", () =>
      oneOf(["certFile", fields.certFile], ["etcdConfig.etcdCertFile", old.etcdCertFile]),
    ),
    E.bind("keyFile", () =>
      oneOf(["keyFile", fields.keyFile], ["etcdConfig.etcdKeyFile", old.etcdKeyFile]),
    ),
    E.bind("caFile", () =>
      oneOf(
        ["caFile", fields.caFile],
        ["etcdConfig.etcdTrustedCAFileFile", old.etcdTrustedCAFileFile],
        ["etcdConfig.etcdTrustedCAFile", old.etcdTrustedCAFile],
      ),
    ),
    E.bind("username", () =>
      oneOf(["username", fields.username], ["etcdConfig.username", old.username]),
    ),
    E.bind("secret", () =>
      oneOf(
        ["password", fields.password],
        ["passwordFile", fields.passwordFile],
        ["etcdConfig.password", old.password],
        ["etcdConfig.passwordFile", old.passwordFile],
      ),
    ),
    E.tap(({ endpoints }) =>
      check(
        endpoints !== undefined,
        fields.etcdConfig === undefined ? "endpoints" : "etcdConfig.etcdURL",
        "no server of etcd is named",
      ),
    ),
    E.tap(({ endpoints, certFile, keyFile }) =>
      endpoints?.value.some(isTls)
        ? together(certFile, keyFile, ["certFile", "keyFile"])
        : E.right(undefined),
    ),
    E.tap(({ username, secret }) => together(username, secret, ["username", "password"])),
    E.tap(() => check(timeout > 0, "timeout", "must be more than 0 milliseconds")),
    E.map(({ endpoints, username, secret, ...files }) => {
      const isFile = secret?.field.endsWith("File") === true
      return {
        ...files,
        endpoints: endpoints?.value ?? [],
        username: username?.value,
        password: isFile ? undefined : secret?.value,
        passwordFile: isFile ? secret : undefined,
        timeout,
        transport,
        prefix: prefix === "" ? defaultPrefix : prefix.endsWith("/") ? prefix : `${prefix}/`,
      }
    }),
  )
}
