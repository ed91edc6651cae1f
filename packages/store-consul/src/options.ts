/** The options of a configuration: those of the original plugin, and what it could not do. */
import { arrayOf, Integer, object, PathText, parseAddress, Text } from "@cni-ipam/core"
import * as t from "io-ts"

/** The original plugin has its port as a text. */
const PortText = new t.Type<string, string, unknown>(
  "a port",
  t.string.is,
  (input, context) => {
    const text = typeof input === "number" ? `${input}` : input
    return typeof text === "string" &&
      /^\d{1,5}$/.test(text) &&
      Number(text) > 0 &&
      Number(text) < 65_536
      ? t.success(text)
      : t.failure(input, context)
  },
  t.identity,
)

const isHost = (text: string): boolean =>
  text.includes(":") ? parseAddress(text)._tag === "Some" : /^[\w.-]+$/.test(text)

/** One host or several, as the original plugin's single address grew up. */
const HostsText = new t.Type<string, string, unknown>(
  "the address of a server, without its port",
  t.string.is,
  (input, context) =>
    typeof input === "string" && input.split(",").every((one) => isHost(one.trim()))
      ? t.success(input)
      : t.failure(input, context),
  t.identity,
)

/** What stands there instead of a text is not shown: it may be a secret all the same. */
const SecretText = new t.Type<string, string, unknown>(
  "a text",
  t.string.is,
  (input, context) =>
    typeof input === "string"
      ? t.success(input)
      : t.failure(input, context, "the token must be a text"),
  t.identity,
)

const serverUrl = /^https?:\/\/[^/?#@]+\/?$/

/** Host and port: a password in it would find its way into messages. */
export const ServerUrl = new t.Type<string, string, unknown>(
  "the URL of a server",
  t.string.is,
  (input, context) =>
    typeof input === "string" && serverUrl.test(input)
      ? t.success(input.replace(/\/$/, ""))
      : typeof input === "string" && input.includes("@")
        ? t.failure(input, context, "the URL must be without a user and a password")
        : t.failure(input, context),
  t.identity,
)

const Scheme = new t.Type<"http" | "https", string, unknown>(
  '"http" or "https"',
  (input): input is "http" | "https" => input === "http" || input === "https",
  (input, context) =>
    input === "http" || input === "https" ? t.success(input) : t.failure(input, context),
  t.identity,
)

/** Keys under it are ours: it ends where a name begins. */
const Prefix = new t.Type<string, string, unknown>(
  "a prefix of keys",
  t.string.is,
  (input, context) => {
    if (typeof input !== "string") return t.failure(input, context)
    if (input.startsWith("/") || input.includes("//"))
      return t.failure(input, context, "a prefix has no empty parts")
    return t.success(input === "" || input.endsWith("/") ? input : `${input}/`)
  },
  t.identity,
)

const Milliseconds = new t.Type<number, number, unknown>(
  "a number of milliseconds above 0",
  t.number.is,
  (input, context) =>
    Integer.is(input) && input > 0 ? t.success(input) : t.failure(input, context),
  t.identity,
)

const TlsConfig = object(
  {},
  { caFile: PathText, certFile: PathText, keyFile: PathText, serverName: Text, verify: t.boolean },
)

export const consulOptions = {
  consul_addr: HostsText,
  consul_port: PortText,
  dc: Text,
  servers: arrayOf(ServerUrl, "URLs"),
  scheme: Scheme,
  token: SecretText,
  tokenFile: PathText,
  namespace: Text,
  prefix: Prefix,
  tls: TlsConfig,
  timeout: Milliseconds,
}

const Options = object({}, consulOptions)

export type ConsulConfig = t.TypeOf<typeof Options>
