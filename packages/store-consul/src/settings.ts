/** Where the servers are and how to speak to them: from the configuration, files and environment. */
import type { DecodeError, StoreError } from "@cni-ipam/core"
import type { Named, TlsOptions } from "@cni-ipam/store-kv"
import { isPem, together } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { checkConsistency } from "./consistent.js"
import type { ConsulAccess } from "./consul-api.js"
import type { ConsulConfig } from "./options.js"
import { isSendable } from "./options.js"
import { hostsOf, serverUrl } from "./server-url.js"

/** What the store does not know of the machine by itself. */
export interface ConsulSurroundings {
  /** The content of a file, or in a few words why there is none. */
  readonly readFile: (path: string) => E.Either<string, string>
  /** Consul's own variables are read as its command does: CONSUL_HTTP_TOKEN, CONSUL_CACERT, … */
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface ConsulSettings {
  /** URLs, in the order in which they are tried. */
  readonly servers: readonly string[]
  readonly access: ConsulAccess
}

const defaultHost = "127.0.0.1"
const defaultPort = "8500"

const urlsOf = (
  { servers, consul_addr, consul_port, scheme }: ConsulConfig,
  env: ConsulSurroundings["env"],
): readonly string[] => {
  if (servers !== undefined) return servers
  const protocol = scheme ?? (/^(1|true)$/i.test(env["CONSUL_HTTP_SSL"] ?? "") ? "https" : "http")
  return hostsOf(consul_addr ?? defaultHost).map((host) =>
    serverUrl(protocol, host, consul_port ?? defaultPort),
  )
}

const unusable = (what: string, source: string, reason: string): StoreError => ({
  _tag: "Unavailable",
  operation: "use",
  subject: `the ${what} in ${source}`,
  reason,
})

const fileText = (
  { readFile }: ConsulSurroundings,
  what: string,
  path: string,
): E.Either<StoreError, string> =>
  pipe(
    readFile(path),
    E.mapLeft((reason) => ({
      _tag: "Unavailable",
      operation: "read",
      subject: `the ${what} in ${path}`,
      reason,
    })),
  )

const pemText = (
  surroundings: ConsulSurroundings,
  what: string,
  file: Named<string> | undefined,
): E.Either<StoreError, string | undefined> =>
  file === undefined
    ? E.right(undefined)
    : pipe(
        fileText(surroundings, what, file.value),
        E.filterOrElse(isPem, () => unusable(what, file.value, "it is no PEM file")),
      )

/** The option, if it is given, and be it empty; else Consul's own variable. */
const fileOf = (
  option: keyof NonNullable<ConsulConfig["tls"]> & `${string}File`,
  variable: string,
  { tls = {} }: ConsulConfig,
  { env }: ConsulSurroundings,
): Named<string> | undefined => {
  const field = tls[option] === undefined ? variable : `tls.${option}`
  const value = tls[option] ?? env[variable]
  return value ? { field, value } : undefined
}

const clientNames = [
  "tls.certFile or CONSUL_CLIENT_CERT",
  "tls.keyFile or CONSUL_CLIENT_KEY",
] as const

/** A variable is no option: it has no place in the configuration. */
const ofVariable = (error: DecodeError): DecodeError | StoreError =>
  error.path.startsWith("tls.")
    ? error
    : {
        _tag: "Unavailable",
        operation: "use",
        subject: error.path,
        reason: `it ${error.message}`,
      }

const tlsOf = (
  config: ConsulConfig,
  surroundings: ConsulSurroundings,
): E.Either<DecodeError | StoreError, TlsOptions> => {
  const { serverName, verify } = config.tls ?? {}
  const caFile = fileOf("caFile", "CONSUL_CACERT", config, surroundings)
  const certFile = fileOf("certFile", "CONSUL_CLIENT_CERT", config, surroundings)
  const keyFile = fileOf("keyFile", "CONSUL_CLIENT_KEY", config, surroundings)
  return pipe(
    together(certFile, keyFile, clientNames),
    E.mapLeft(ofVariable),
    E.bindTo("_"),
    E.bindW("ca", () => pemText(surroundings, "CA certificate", caFile)),
    E.bindW("cert", () => pemText(surroundings, "client certificate", certFile)),
    E.bindW("key", () => pemText(surroundings, "key of the client", keyFile)),
    E.map(({ ca, cert, key }) => ({
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(serverName !== undefined && { serverName }),
      ...(verify !== undefined && { verify }),
    })),
  )
}

const sendable =
  (source: string) =>
  (token: string): E.Either<StoreError, string> =>
    isSendable(token)
      ? E.right(token)
      : E.left(
          unusable(
            "token",
            source,
            token === "" ? "there is none" : "it has spaces or other characters that no token has",
          ),
        )

const tokenOf = (
  { token, tokenFile }: ConsulConfig,
  surroundings: ConsulSurroundings,
): E.Either<StoreError, string | undefined> => {
  const { env } = surroundings
  if (token) return sendable("the configuration")(token)
  const inEnvironment = tokenFile === undefined ? env["CONSUL_HTTP_TOKEN"] : undefined
  if (inEnvironment) return sendable("CONSUL_HTTP_TOKEN")(inEnvironment)
  const path = tokenFile ?? env["CONSUL_HTTP_TOKEN_FILE"]
  if (!path) return E.right(undefined)
  return pipe(
    fileText(surroundings, "token", path),
    E.flatMap((text) => sendable(path)(text.trim())),
  )
}

/** @example consulSettings(config, { readFile, env: process.env }) */
export const consulSettings = (
  config: ConsulConfig,
  surroundings: ConsulSurroundings,
): E.Either<DecodeError | StoreError, ConsulSettings> => {
  const servers = urlsOf(config, surroundings.env)
  return pipe(
    checkConsistency(config),
    E.bindTo("_"),
    E.bindW("token", () => tokenOf(config, surroundings)),
    E.bindW("tls", () =>
      servers.some((url) => url.startsWith("https:"))
        ? tlsOf(config, surroundings)
        : E.right(undefined),
    ),
    E.map(({ token, tls }) => ({
      servers,
      access: { token, datacenter: config.dc || undefined, namespace: config.namespace, tls },
    })),
  )
}
