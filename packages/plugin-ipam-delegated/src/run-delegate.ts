/** Runs one delegate for one command. */
import type { Invocation } from "@cni-ipam/cni"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Json } from "./delegate-answer.js"
import { readAnswer } from "./delegate-answer.js"
import type { DelegateFailure } from "./delegate-failure.js"
import { ioFailure } from "./delegate-failure.js"
import type { Programs } from "./programs.js"
import { secretsOf } from "./secrets.js"

/** What a delegate is told. */
export interface Errand {
  readonly delegate: string
  readonly command: string
  /** What becomes `prevResult` of the configuration; without one it has none. */
  readonly previous: Json | undefined
}

export interface Runner {
  readonly programs: Programs
  readonly invocation: Invocation
  /** Milliseconds. */
  readonly timeout: number
}

const find = ({ programs, invocation }: Runner, delegate: string): string | undefined =>
  (invocation.io.env["CNI_PATH"] ?? "")
    .split(":")
    .filter((folder) => folder !== "")
    .map((folder) => `${folder}/${delegate}`)
    .find(programs.isProgram)

/** The whole configuration with every field it has, as the runtime gave it, but for `prevResult`. */
const inputOf = ({ invocation }: Runner, { previous }: Errand): Json => {
  const { prevResult: _, ...config } = invocation.request.input
  return previous === undefined ? config : { ...config, prevResult: previous }
}

const notFound = (delegate: string): DelegateFailure => ({
  delegate,
  code: ioFailure,
  msg: "there is no such plugin",
  details: "it was looked for in CNI_PATH",
})

/** @returns what the delegate printed, if it did */
export const runDelegate = (
  runner: Runner,
  errand: Errand,
): TaskEither<DelegateFailure, Json | undefined> => {
  const { programs, invocation, timeout } = runner
  const { delegate, command } = errand
  const path = find(runner, delegate)
  if (path === undefined) return TE.left(notFound(delegate))
  invocation.log.debug(`${command} by ${path}`)
  const input = inputOf(runner, errand)
  return pipe(
    TE.fromTask(
      programs.run({
        path,
        env: { ...invocation.io.env, CNI_COMMAND: command },
        input: JSON.stringify(input),
        timeout,
      }),
    ),
    TE.flatMapEither((end) =>
      pipe(
        readAnswer(command, end, timeout, secretsOf(input)),
        E.mapLeft((explanation) => ({ delegate, ...explanation })),
      ),
    ),
  )
}
