/** The address of an etcd server: `https://10.0.0.1:2379`. */
import { arrayOf, Text } from "@cni-ipam/core"
import { isDiscreet } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"

const etcdPort = 2379
const pattern = /^(?:(https?):\/\/)?(\[[\da-f:.]+\]|[^\s/?#@:[\]]+)(?::(\d{1,5}))?\/?$/i

/** With a scheme and a port, and nothing behind it. Left: what is wrong. */
const parseEndpoint = (text: string): E.Either<string, string> => {
  const [, scheme = "http", host, port = etcdPort] = pattern.exec(text.trim()) ?? []
  const url = `${scheme.toLowerCase()}://${host}:${port}`
  return host !== undefined && URL.canParse(url)
    ? E.right(url)
    : E.left(`${JSON.stringify(text)} is no URL of etcd, which is like https://10.0.0.1:2379`)
}

export const isTls = (endpoint: string): boolean => endpoint.startsWith("https:")

const parseEndpoints = (texts: readonly string[]): E.Either<string, readonly string[]> => {
  // Before they are split: a password may have a comma, and half of it is not to be shown either.
  if (texts.some((text) => text.includes("@")))
    return E.left("a URL of etcd has no user in it: set username and password")
  if (!texts.every(isDiscreet))
    return E.left("a URL of etcd is a scheme, a host and a port, like https://10.0.0.1:2379")
  return pipe(
    texts.flatMap((text) => text.split(",")).filter((text) => text.trim() !== ""),
    E.traverseArray(parseEndpoint),
  )
}

const Texts = arrayOf(Text, "URLs")

const isTexts = (input: unknown): input is readonly string[] => Texts.is(input)

/** One, several with commas between them, or an array. An empty text is none. */
export const Endpoints = new t.Type<readonly string[], readonly string[], unknown>(
  "a URL, several with commas between them, or an array of URLs",
  isTexts,
  (input, context) =>
    pipe(
      typeof input === "string" ? E.right([input]) : Texts.validate(input, context),
      E.flatMap((texts) =>
        pipe(
          parseEndpoints(texts),
          // A message without the text: it may hold a password.
          E.orElse((complaint) => t.failure<readonly string[]>(undefined, context, complaint)),
        ),
      ),
    ),
  t.identity,
)
