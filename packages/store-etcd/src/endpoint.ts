/** The address of an etcd server: `https://10.0.0.1:2379`. */
import { arrayOf, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"

const etcdPort = 2379
const pattern = /^(?:(https?):\/\/)?(\[[\da-f:.]+\]|[^\s/?#@:[\]]+)(?::(\d{1,5}))?\/?$/i

/** With a scheme and a port, and nothing behind it. Left: what is wrong, without any password. */
const parseEndpoint = (text: string): E.Either<string, string> => {
  if (text.includes("@"))
    return E.left("a URL of etcd has no user in it: set username and password")
  const [, scheme = "http", host, port = etcdPort] = pattern.exec(text.trim()) ?? []
  const url = `${scheme.toLowerCase()}://${host}:${port}`
  return host !== undefined && URL.canParse(url)
    ? E.right(url)
    : E.left(`${JSON.stringify(text)} is no URL of etcd, which is like https://10.0.0.1:2379`)
}

export const isTls = (endpoint: string): boolean => endpoint.startsWith("https:")

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
          texts.flatMap((text) => text.split(",")).filter((text) => text.trim() !== ""),
          E.traverseArray(parseEndpoint),
          // A message without the text: it may hold a password.
          E.orElse((complaint) => t.failure<readonly string[]>(undefined, context, complaint)),
        ),
      ),
    ),
  t.identity,
)
