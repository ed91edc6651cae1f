/** The options of the store: the Go plugin's `etcdConfig`, or the same under our names. */
import { Integer, object, PathText, Text } from "@cni-ipam/core"
import * as t from "io-ts"
import { Endpoints } from "./endpoint.js"

/** Whatever is wrong with it, it is not shown. */
const Secret = new t.Type<string, string, unknown>(
  "a string",
  Text.is,
  (input, context) =>
    typeof input === "string"
      ? t.success(input)
      : t.failure(undefined, context, "a password is a string"),
  t.identity,
)

const transports = { auto: null, grpc: null, gateway: null }

const EtcdConfig = object(
  {},
  {
    etcdURL: Endpoints,
    etcdCertFile: PathText,
    etcdKeyFile: PathText,
    // With a word twice, as the Go plugin spells it, and as one would.
    etcdTrustedCAFileFile: PathText,
    etcdTrustedCAFile: PathText,
    username: Text,
    password: Secret,
    passwordFile: PathText,
  },
)

/** Fields as they are written; `readOptions` says what they come to. */
export const etcdFields = {
  etcdConfig: EtcdConfig,
  endpoints: Endpoints,
  certFile: PathText,
  keyFile: PathText,
  caFile: PathText,
  username: Text,
  password: Secret,
  passwordFile: PathText,
  timeout: Integer,
  transport: t.keyof(transports, '"auto", "grpc" or "gateway"'),
  prefix: Text,
}

const EtcdFields = object({}, etcdFields)

export type EtcdFields = t.TypeOf<typeof EtcdFields>
