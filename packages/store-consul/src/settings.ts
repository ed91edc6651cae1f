/** Where the servers are and how to speak to them: from the configuration, files and environment. */
import type { StoreError } from "@cni-ipam/core"
import type { TlsOptions } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { ConsulAccess } from "./consul-api.js"
import type { ConsulConfig } from "./options.js"
import { isSendable } from "./options.js"

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
  { servers = [], consul_addr, consul_port, scheme }: ConsulConfig,
  env: ConsulSurroundings["env"],
): readonly string[] => {
  if (servers.length > 0) return servers
  const protocol = scheme ?? (/^(1|true)$/i.test(env["CONSUL_HTTP_SSL"] ?? "") ? "https" : "http")
  return (consul_addr ?? defaultHost).split(",").map((host) => {
    const name = host.trim()
    return `${protocol}://${name.includes(":") ? `[${name}]` : name}:${consul_port ?? defaultPort}`
  })
}

const fileText = (
  { readFile }: ConsulSurroundings,
  what: string,
  path: string | undefined,
): E.Either<StoreError, string | undefined> =>
  path === undefined || path === ""
    ? E.right(undefined)
    : pipe(
        readFile(path),
        E.mapLeft(
          (reason): StoreError => ({
            _tag: "Unavailable",
            operation: "read",
            subject: `the ${what} in ${path}`,
            reason,
          }),
        ),
      )

const tlsOf = (
  { tls = {} }: ConsulConfig,
  surroundings: ConsulSurroundings,
): E.Either<StoreError, TlsOptions> => {
  const { env } = surroundings
  return pipe(
    E.Do,
    E.bind("ca", () =>
      fileText(surroundings, "CA certificate", tls.caFile ?? env["CONSUL_CACERT"]),
    ),
    E.bind("cert", () =>
      fileText(surroundings, "client certificate", tls.certFile ?? env["CONSUL_CLIENT_CERT"]),
    ),
    E.bind("key", () =>
      fileText(surroundings, "key of the client", tls.keyFile ?? env["CONSUL_CLIENT_KEY"]),
    ),
    E.map(({ ca, cert, key }) => ({
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(tls.serverName !== undefined && { serverName: tls.serverName }),
      ...(tls.verify !== undefined && { verify: tls.verify }),
    })),
  )
}

const sendable =
  (source: string) =>
  (token: string): E.Either<StoreError, string> =>
    isSendable(token)
      ? E.right(token)
      : E.left({
          _tag: "Unavailable",
          operation: "use",
          subject: `the token in ${source}`,
          reason: "it has spaces or other characters that no token has",
        })

const tokenOf = (
  { token, tokenFile }: ConsulConfig,
  surroundings: ConsulSurroundings,
): E.Either<StoreError, string | undefined> => {
  const { env } = surroundings
  if (token) return sendable("the configuration")(token)
  const inEnvironment = tokenFile === undefined ? env["CONSUL_HTTP_TOKEN"] : undefined
  if (inEnvironment) return sendable("CONSUL_HTTP_TOKEN")(inEnvironment)
  const path = tokenFile ?? env["CONSUL_HTTP_TOKEN_FILE"]
  return pipe(
    fileText(surroundings, "token", path),
    E.flatMap((text) => {
      const found = text?.trim()
      return found ? sendable(`${path}`)(found) : E.right(undefined)
    }),
  )
}

/** @example consulSettings(config, { readFile, env: process.env }) */
export const consulSettings = (
  config: ConsulConfig,
  surroundings: ConsulSurroundings,
): E.Either<StoreError, ConsulSettings> => {
  const servers = urlsOf(config, surroundings.env)
  return pipe(
    E.Do,
    E.bind("token", () => tokenOf(config, surroundings)),
    E.bind("tls", () =>
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
