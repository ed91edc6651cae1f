/** Consul's API by the npm package `consul`, which is loaded with the first call. */
import type { HttpFailure } from "@cni-ipam/store-kv"
import { nodeTls } from "@cni-ipam/store-kv"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"
import type { ApiAnswer, CallOptions, ConnectConsul, ConsulAccess, Listing } from "./consul-api.js"

/** The part of the package that is used, with the options that its own types leave out. */
interface Client {
  readonly transaction: {
    readonly create: (operations: readonly object[], options: object) => Promise<unknown>
  }
  readonly kv: {
    readonly get: (options: object) => Promise<unknown>
    readonly keys: (options: object) => Promise<unknown>
  }
  readonly destroy: () => void
}

const isRecord = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === "object" && input !== null

const isClient = (input: unknown): input is Client =>
  isRecord(input) && "transaction" in input && "kv" in input && "destroy" in input

const connect = async (server: string, access: ConsulAccess): Promise<Client> => {
  const { tls, namespace } = access
  const { default: Consul } = await import("consul")
  const secure = server.startsWith("https:")
  const { Agent } = secure ? await import("node:https") : await import("node:http")
  const options = {
    baseUrl: `${server}/v1`,
    agent: new Agent({
      keepAlive: true,
      ...nodeTls(tls),
    }),
    headers: namespace === undefined ? {} : { "x-consul-namespace": namespace },
    defaults: {
      ...(access.token !== undefined && { token: access.token }),
      ...(access.datacenter !== undefined && { dc: access.datacenter }),
    },
  }
  const client: unknown = new Consul(options)
  if (!isClient(client)) throw new Error("the package consul is not the one that was built for")
  return client
}

/** A value that the package has decoded is encoded again, so that both APIs answer alike. */
const encodeValue = (entry: unknown): unknown =>
  isRecord(entry) && typeof entry["Value"] === "string"
    ? { ...entry, Value: Buffer.from(entry["Value"]).toString("base64") }
    : entry

const listing = (client: Client, prefix: string, what: Listing, options: object) => {
  switch (what) {
    case "entries":
      return client.kv
        .get({ ...options, key: prefix, recurse: true })
        .then((all) => (Array.isArray(all) ? all.map(encodeValue) : all))
    case "keys":
      return client.kv.keys({ ...options, key: prefix })
    case "children":
      return client.kv.keys({ ...options, key: prefix, separator: "/" })
  }
}

/** Until there is a connection, the server has seen nothing. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPROTO",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])

/** The package rejects what is not 2xx; a status is an answer all the same. */
const toAnswer = (error: unknown): Either<HttpFailure, ApiAnswer> => {
  if (!isRecord(error)) return left({ _tag: "NoAnswer", reason: String(error) })
  const { response, code, message } = error
  if (isRecord(response) && typeof response["statusCode"] === "number") {
    const { body } = response
    return right({
      status: response["statusCode"],
      body: body instanceof Uint8Array ? Buffer.from(body).toString() : (body ?? ""),
    })
  }
  const reason = typeof message === "string" ? message : "the client failed"
  return left({
    _tag: typeof code === "string" && neverSent.has(code) ? "NotSent" : "NoAnswer",
    reason,
  })
}

/**
 * @example
 * const connect = packageConsul
 */
export const packageConsul: ConnectConsul = (server, access) => {
  let client: Promise<Client> | undefined

  const call =
    (
      { timeout, consistent }: CallOptions,
      use: (client: Client, options: object) => Promise<unknown>,
    ) =>
    async (): Promise<Either<HttpFailure, ApiAnswer>> => {
      client ??= connect(server, access)
      try {
        const body = await use(await client, {
          timeout: Math.ceil(timeout),
          ...(consistent && { consistent }),
        })
        return right(body === undefined ? { status: 404, body: "" } : { status: 200, body })
      } catch (error) {
        return toAnswer(error)
      }
    }

  return {
    transact: (operations, options) =>
      call(options, ({ transaction }, common) =>
        transaction.create(
          operations.map((KV) => ({ KV })),
          common,
        ),
      ),
    list: (prefix, what, options) =>
      call(options, (connected, common) => listing(connected, prefix, what, common)),
    close: () => {
      client?.then(
        (connected) => connected.destroy(),
        () => undefined,
      )
    },
  }
}
