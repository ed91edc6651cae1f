/** The environment of the driver: kontena-ipam's variables, and those of what it did not have. */
import type { StoreDriver } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Supernet } from "./kit.js"
import { kontenaPrefix } from "./kontena-layout.js"
import type { Environment, Setting, SettingError } from "./setting.js"
import { block, integer, matching, oneOf, optional, text } from "./setting.js"

export type StoreName = "etcd" | "disk" | "consul"

export interface StoreSettings {
  readonly store: StoreName
  /** As the store's driver reads them. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface Settings extends StoreSettings {
  readonly node: string
  readonly supernets: { readonly 4: Supernet; readonly 6: Supernet }
  /** Of Ruby's logger: 0 is DEBUG. */
  readonly logLevel: number
  /** By which Docker's users name the driver. */
  readonly name: string
  readonly socketFolder: string
  /** Host and port, where figures are told. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined
}

/** Opens a store by its name. What is not chosen is not loaded. */
export type Stores = Readonly<Record<StoreName, () => Promise<StoreDriver>>>

/** The smallest pool has two addresses beside its own and the last. */
const longestPrefix = { 4: 30, 6: 126 } as const

const supernet =
  (family: 4 | 6, otherwise: string, length: number): Setting<Supernet> =>
  (env) => {
    const suffix = family === 4 ? "" : "6"
    return pipe(
      E.Do,
      E.bind("block", () =>
        block(`KONTENA_IPAM_SUPERNET${suffix}`, otherwise, family, longestPrefix[family])(env),
      ),
      E.bind("length", ({ block: { prefixLength } }) =>
        integer(
          `KONTENA_IPAM_SUBNET_LENGTH${suffix}`,
          Math.max(length, prefixLength),
          prefixLength,
          longestPrefix[family],
        )(env),
      ),
    )
  }

const defined = (options: Readonly<Record<string, unknown>>): StoreSettings["options"] =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

const etcdOptions = (env: Environment) =>
  defined({
    endpoints: env["ETCD_ENDPOINT"]?.trim() || "http://localhost:2379",
    caFile: env["ETCD_CACERT"] || undefined,
    certFile: env["ETCD_CERT"] || undefined,
    keyFile: env["ETCD_KEY"] || undefined,
    username: env["ETCD_USERNAME"] || undefined,
    password: env["ETCD_PASSWORD"] || undefined,
    prefix: kontenaPrefix,
  })

/** As Consul's own command reads it: `host:port`, or a URL. The token it finds by itself. */
const consulOptions = (env: Environment) => {
  const secure = /^(1|true)$/i.test(env["CONSUL_HTTP_SSL"] ?? "")
  const scheme = secure ? "https" : "http"
  const addresses = env["CONSUL_HTTP_ADDR"]?.trim() || "127.0.0.1:8500"
  return {
    servers: addresses
      .split(",")
      .map((one) => (one.includes("://") ? one.trim() : `${scheme}://${one.trim()}`)),
    prefix: "kontena/ipam/",
  }
}

const storeOptions: Readonly<Record<StoreName, (env: Environment) => StoreSettings["options"]>> = {
  etcd: etcdOptions,
  consul: consulOptions,
  disk: (env) => ({ dataDir: env["IPAM_DATA_DIR"]?.trim() || "/var/lib/kontena-ipam" }),
}

const hostAndPort = /^(?:\[([\da-f:.]+)\]|([^\s:]*)):(\d{1,5})$/i

const metrics: Setting<Settings["metrics"]> = (env) =>
  pipe(
    optional("IPAM_METRICS_ADDRESS")(env),
    E.flatMap((found) => {
      if (found === undefined) return E.right(undefined)
      const [, v6, host = "", port] = hostAndPort.exec(found) ?? []
      return port === undefined || Number(port) > 65_535
        ? E.left(
            `IPAM_METRICS_ADDRESS must be a host and a port, such as 127.0.0.1:9318, found ${JSON.stringify(found)}`,
          )
        : E.right({ host: v6 ?? (host || "0.0.0.0"), port: Number(port) })
    }),
  )

/** Names that every store can hold, and no path leads elsewhere. */
const nodeName = /^[^\s/\p{Cc}\p{Cs}]{1,200}$/u
const driverName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/

/**
 * @param hostname of this machine.
 * @returns left: which variable is wrong, and what it must be.
 */
export const readSettings = (
  env: Environment,
  hostname: string,
): E.Either<SettingError, Settings> =>
  pipe(
    E.Do,
    E.bind("logLevel", () => integer("LOG_LEVEL", 1, 0, 5)(env)),
    E.bind("node", () =>
      matching("NODE_ID", hostname, nodeName, "a name without spaces and slashes")(env),
    ),
    E.bind("v4", () => supernet(4, "10.80.0.0/12", 24)(env)),
    E.bind("v6", () => supernet(6, "fd80::/48", 64)(env)),
    E.bind("store", () => oneOf("IPAM_STORE", ["etcd", "disk", "consul"])(env)),
    E.bind("name", () =>
      matching("IPAM_DRIVER_NAME", "kontena-ipam", driverName, "a name of letters and digits")(env),
    ),
    E.bind("socketFolder", () => text("IPAM_SOCKET_DIR", "/run/docker/plugins")(env)),
    E.bind("metrics", () => metrics(env)),
    E.map(({ v4, v6, store, ...rest }) => ({
      ...rest,
      store,
      options: storeOptions[store](env),
      supernets: { 4: v4, 6: v6 },
    })),
  )
