/** What tests do to Consul by themselves: look at keys, change them, and make tokens. */
import { randomUUID } from "node:crypto"
import type { Credentials } from "./certificates.js"
import { type HttpAnswer, httpCall } from "./http-call.js"
import { arrayAt, jsonAt, textAt } from "./json-at.js"
import type { KeyValues } from "./key-values.js"

export interface ConsulAccess {
  readonly url: string
  readonly token: string | undefined
  readonly credentials: Credentials | undefined
  /** Takes a server whose certificate is no good. */
  readonly anyServer: boolean
}

export interface ConsulAdmin extends KeyValues {
  /** A new token for the keys that begin so and for nothing else. */
  readonly createToken: (prefix: string, right: "read" | "write") => Promise<string>
}

// Consul gives null for a value of no bytes.
const decodeValue = (entry: unknown): string => {
  const value = jsonAt(entry, "Value")
  return typeof value === "string" ? Buffer.from(value, "base64").toString() : ""
}

const keyPath = (key: string) => key.split("/").map(encodeURIComponent).join("/")

export const consulAdmin = ({ url, token, ...tls }: ConsulAccess): ConsulAdmin => {
  const headers = token === undefined ? {} : { "X-Consul-Token": token }

  const ask = async (method: string, path: string, body = ""): Promise<HttpAnswer> => {
    const answer = await httpCall({ url: `${url}${path}`, method, body, headers, ...tls })
    if (answer.status === 200 || answer.status === 404) return answer
    throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
  }

  const create = async (path: string, wanted: unknown): Promise<unknown> =>
    JSON.parse((await ask("PUT", path, JSON.stringify(wanted))).body)

  return {
    put: async (key, value) => {
      await ask("PUT", `/v1/kv/${keyPath(key)}`, value)
    },
    get: async (key) => {
      const { status, body } = await ask("GET", `/v1/kv/${keyPath(key)}?raw`)
      return status === 404 ? undefined : body
    },
    remove: async (key) => {
      await ask("DELETE", `/v1/kv/${keyPath(key)}`)
    },
    list: async (prefix) => {
      const { status, body } = await ask("GET", `/v1/kv/${keyPath(prefix)}?recurse`)
      const entries = status === 404 ? [] : arrayAt(JSON.parse(body))
      return new Map(entries.map((entry) => [textAt(entry, "Key"), decodeValue(entry)]))
    },
    createToken: async (prefix, right) => {
      const rules = JSON.stringify({ key_prefix: { [prefix]: { policy: right } } })
      const name = `${right}-${randomUUID()}`
      await create("/v1/acl/policy", { Name: name, Rules: rules })
      return textAt(await create("/v1/acl/token", { Policies: [{ Name: name }] }), "SecretID")
    },
  }
}
