/** What a delegate has answered: a result, nothing, or why it could not. */
import { decode, Integer, object, parseJson, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"
import type { DelegateFailure } from "./delegate-failure.js"
import { ioFailure } from "./delegate-failure.js"
import type { ProgramEnd } from "./programs.js"
import type { Secrets } from "./secrets.js"
import { tells, withoutSecrets } from "./secrets.js"

export type Json = Readonly<Record<string, unknown>>

const ErrorAnswer = object({ code: Integer, msg: Text }, { details: Text })

const longestExcerpt = 200

const excerpt = (text: string, secrets: Secrets): string => {
  // Looked for in the whole of it: of a secret that is cut off, a part would be shown.
  if (tells(text, secrets)) return "something with secrets of the configuration"
  const trimmed = text.trim()
  const isLong = trimmed.length > longestExcerpt
  return `${JSON.stringify(trimmed.slice(0, longestExcerpt))}${isLong ? "…" : ""}`
}

const isBlank = (text: string): boolean => text.trim() === ""

type Explanation = Omit<DelegateFailure, "delegate">

const failure = (msg: string, details = ""): Explanation => ({ code: ioFailure, msg, details })

const failedExit = (status: number, output: string, secrets: Secrets): Explanation =>
  pipe(
    parseJson(output),
    E.flatMap((json) => decode(ErrorAnswer)(json)),
    E.match(
      () =>
        failure(
          `it exited with status ${status}`,
          isBlank(output) ? "it printed nothing" : `it printed ${excerpt(output, secrets)}`,
        ),
      ({ code, msg, details = "" }) => ({
        code,
        msg: withoutSecrets(msg, secrets),
        details: withoutSecrets(details, secrets),
      }),
    ),
  )

/** Only ADD must have an answer; ordinary plugins print nothing for the others. */
const readOutput = (
  command: string,
  output: string,
  secrets: Secrets,
): E.Either<Explanation, Json | undefined> => {
  if (isBlank(output))
    return command === "ADD" ? E.left(failure("it printed no result")) : E.right(undefined)
  return pipe(
    parseJson(output),
    E.flatMap((json) => decode(t.UnknownRecord)(json)),
    E.mapLeft(() => failure("it printed what is no result", excerpt(output, secrets))),
  )
}

/**
 * @param timeout that it had, in milliseconds
 * @param secrets of what it was told
 */
export const readAnswer = (
  command: string,
  end: ProgramEnd,
  timeout: number,
  secrets: Secrets,
): E.Either<Explanation, Json | undefined> => {
  switch (end._tag) {
    case "NotStarted":
      return E.left(failure(`it could not be run: ${end.reason}`))
    case "Killed":
      return E.left(failure(`it was ended by ${end.signal}`))
    case "TimedOut":
      return E.left(failure(`it did not end within ${timeout} ms and was killed`))
    case "Exited":
      return end.status === 0
        ? readOutput(command, end.output, secrets)
        : E.left(failedExit(end.status, end.output, secrets))
  }
}
