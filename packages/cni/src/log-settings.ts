/** How much is logged, and where to: `ipam.logLevel` and `ipam.logFile`. */
import { decode, object, PathText, Text } from "@cni-ipam/core"
import { chain, isLeft } from "fp-ts/lib/Either.js"
import * as t from "io-ts"

export type LogLevel = "error" | "warn" | "info" | "debug"

export interface LogSettings {
  readonly level: LogLevel
  /** Empty for no file: warnings and errors go to standard error all the same. */
  readonly file: string
}

/** From the gravest to the least. */
export const logLevels: readonly LogLevel[] = ["error", "warn", "info", "debug"]

const defaultLevel: LogLevel = "warn"

const isLogLevel = (text: unknown): text is LogLevel => logLevels.some((level) => level === text)

/** An empty one is the default one, as an empty file is none. */
export const LogLevelText = new t.Type<LogLevel, LogLevel, unknown>(
  "a log level",
  isLogLevel,
  (input, context) =>
    chain((text: string) =>
      isLogLevel(text) || text === ""
        ? t.success(text || defaultLevel)
        : t.failure<LogLevel>(input, context, `unknown level ${text}; use ${logLevels.join(", ")}`),
    )(Text.validate(input, context)),
  t.identity,
)

export const logFields = { logLevel: LogLevelText, logFile: PathText }

const LogConfig = object({}, { ipam: object({}, logFields) })

export const defaultLogSettings: LogSettings = { level: defaultLevel, file: "" }

const levelIn = (input: unknown): LogLevel | undefined => {
  const decoded = decode(object({}, { ipam: object({}, { logLevel: LogLevelText }) }))(input)
  return isLeft(decoded) ? undefined : decoded.right.ipam?.logLevel
}

const fileIn = (input: unknown): string | undefined => {
  const decoded = decode(object({}, { ipam: object({}, { logFile: PathText }) }))(input)
  return isLeft(decoded) ? undefined : decoded.right.ipam?.logFile
}

/** What is wrong with one of them is to be found in the log where the other says it is. */
const readEach = (input: unknown) => ({ logLevel: levelIn(input), logFile: fileIn(input) })

/**
 * Reads the settings before anything else is, so that whatever is wrong with the rest of the
 * configuration is logged too. What is wrong with these two is found with the rest.
 */
export const readLogSettings = (input: unknown): LogSettings => {
  const both = decode(LogConfig)(input)
  const { logLevel, logFile } = isLeft(both) ? readEach(input) : (both.right.ipam ?? {})
  return {
    level: logLevel ?? defaultLogSettings.level,
    file: logFile ?? defaultLogSettings.file,
  }
}
