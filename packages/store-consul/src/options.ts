/** The options of a configuration: those of the original plugin, and what it could not do. */
import { arrayOf, Integer, object, PathText, parseAddress, Text } from "@cni-ipam/core"
import { isDiscreet } from "@cni-ipam/store-kv"
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
  (input, context) => {
    if (typeof input !== "string" || isDiscreet(input))
      return typeof input === "string" && input.split(",").every((one) => isHost(one.trim()))
        ? t.success(input)
        : t.failure(input, context)
    return t.failure(undefined, context, "the address of a server is a host and nothing else")
  },
  t.identity,
)

/** Whether clients can send it. They would say so too, and show the header. */
export const isSendable = (token: string): boolean => /^[\x21-\x7e]+$/.test(token)

/** What stands there instead of a token is not shown: it may be a secret all the same. */
const SecretText = new t.Type<string, string, unknown>(
  "a text",
  t.string.is,
  (input, context) => {
    if (typeof input !== "string") return t.failure(undefined, context, "the token must be a text")
    return input === "" || isSendable(input)
      ? t.success(input)
      : t.failure(undefined, context, "the token has spaces or other characters that no token has")
  },
  t.identity,
)

const serverUrl = /^https?:\/\/[^\s/]+\/?$/

/** Host and port: a password in it would find its way into messages. */
export const ServerUrl = new t.Type<string, string, unknown>(
  "the URL of a server",
  t.string.is,
  (input, context) => {
    if (typeof input !== "string") return t.failure(input, context)
    if (isDiscreet(input))
      return serverUrl.test(input) && URL.canParse(input)
        ? t.success(input.replace(/\/$/, ""))
        : t.failure(input, context)
    return t.failure(
      undefined,
      context,
      input.includes("@")
        ? "the URL must be without a user and a password"
        : "the URL must be a scheme, a host and a port, like http://10.0.0.1:8500",
    )
  },
  t.identity,
)

const ServerUrls = arrayOf(ServerUrl, "URLs")

/** None at all is no reason to ask this machine. */
const Servers = new t.Type<readonly string[], unknown>(
  ServerUrls.name,
  ServerUrls.is,
  (input, context) =>
    Array.isArray(input) && input.length === 0
      ? t.failure(input, context, "no server is named")
      : ServerUrls.validate(input, context),
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
  servers: Servers,
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
