/** Runs a plugin from its first look at the environment to its last word. */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left } from "fp-ts/lib/Either.js"
import { about } from "./about.js"
import { errorVersion, versionAnswer } from "./answer-version.js"
import { currentVersion } from "./cni-version.js"
import type { ErrorObject } from "./error-object.js"
import { errorObject } from "./error-object.js"
import { goJson } from "./go-json.js"
import type { Input, InputError } from "./input.js"
import { readInput } from "./input.js"
import type { Io } from "./io.js"
import type { Log } from "./log.js"
import { openLog } from "./log.js"
import { defaultLogSettings, readLogSettings } from "./log-settings.js"
import { messageOf } from "./message-of.js"
import type { Plugin } from "./plugin.js"
import type { PluginError, Unexpected, UnwritableAnswer } from "./plugin-error.js"
import { runCommand } from "./run-command.js"

const success = 0
const failure = 1

const logFailure = (log: Log, command: string, { code, msg, details }: ErrorObject): void =>
  log.error(`${command} failed with code ${code}: ${msg}${details ? ` (${details})` : ""}`)

/** As the configuration says, and as the plugin says for one that says nothing. */
const openLogOf = (plugin: Plugin, io: Io, input: Either<InputError, Input>): Log => {
  const settings = isLeft(input) ? defaultLogSettings : readLogSettings(input.right)
  const { debugLogFile = "" } = plugin
  const isTold = settings.file !== "" || settings.level !== "debug"
  return openLog(plugin.name, io, isTold ? settings : { ...settings, file: debugLogFile })
}

/** A bug is answered like any other error: the runtime cannot read a stack trace. */
const unexpected = (log: Log, thrown: unknown): Either<PluginError, never> => {
  if (thrown instanceof Error && thrown.stack) log.debug(thrown.stack)
  return left({ _tag: "Unexpected", message: messageOf(thrown) })
}

/** What is known of a command when its answer cannot be given. */
interface Asked {
  readonly io: Io
  readonly command: string
  readonly input?: Either<InputError, Input>
  /** VERSION has none. */
  readonly log?: Log
}

const tryTo = (say: (text: string) => void, text: string): void => {
  try {
    say(text)
  } catch {
    // Another stream may still have a reader.
  }
}

/** Something failed that cannot fail, or nobody reads the answer: it is said as far as it can be. */
const giveUp = (
  { io, command, input, log }: Asked,
  cause: Unexpected | UnwritableAnswer,
): number => {
  const error = errorObject(input === undefined ? currentVersion : errorVersion(input), cause)
  tryTo(io.print, goJson(error))
  if (log === undefined) tryTo(io.printError, goJson(error))
  else logFailure(log, command, error)
  return failure
}

const print = (asked: Asked, text: string, exitCode: number): number => {
  try {
    asked.io.print(text)
    return exitCode
  } catch (thrown) {
    return giveUp(asked, { _tag: "UnwritableAnswer", reason: messageOf(thrown) })
  }
}

/**
 * Carries out the command that the environment names, and prints the answer.
 *
 * Never rejects. Without a command it says what it is.
 *
 * @returns the exit code of the process: 0, or 1 after an error.
 *
 * @example
 * const stores = { disk: diskDriver(nodeFileSystem()) }
 * const hostLocal = { name: "host-local", version: "1.0.0", defaultStore: "disk", stores }
 * process.exitCode = await runPlugin(hostLocal, processIo())
 */
export const runPlugin = async (plugin: Plugin, io: Io): Promise<number> => {
  const { CNI_COMMAND: command = "" } = io.env
  try {
    if (command === "") {
      io.printError(about(plugin))
      return success
    }
    const input = readInput(io)
    if (command === "VERSION") return print({ io, command, input }, versionAnswer(input), success)
    const log = openLogOf(plugin, io, input)
    const asked = { io, command, input, log }
    log.debug(`version ${plugin.version}`)
    let outcome: Either<PluginError, string>
    try {
      outcome = await runCommand({ plugin, io, log, command, input })
    } catch (thrown) {
      outcome = unexpected(log, thrown)
    }
    if (isRight(outcome)) {
      log.debug(`answer: ${outcome.right === "" ? "none" : outcome.right}`)
      return print(asked, outcome.right, success)
    }
    const error = errorObject(errorVersion(input), outcome.left)
    logFailure(log, command, error)
    return print(asked, goJson(error), failure)
  } catch (thrown) {
    return giveUp({ io, command }, { _tag: "Unexpected", message: messageOf(thrown) })
  }
}
