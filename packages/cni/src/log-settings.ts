/** How much is logged, and where to: `ipam.logLevel` and `ipam.logFile`. */
import { decode, object, Text } from "@cni-ipam/core"
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

const isLogLevel = (text: unknown): text is LogLevel => logLevels.some((level) => level === text)

export const LogLevelText = new t.Type<LogLevel, LogLevel, unknown>(
  "a log level",
  isLogLevel,
  (input, context) =>
    chain((text: string) =>
      isLogLevel(text)
        ? t.success(text)
        : t.failure<LogLevel>(input, context, `unknown level ${text}; use ${logLevels.join(", ")}`),
    )(Text.validate(input, context)),
  t.identity,
)

export const logFields = { logLevel: LogLevelText, logFile: Text }

const LogConfig = object({}, { ipam: object({}, logFields) })

export const defaultLogSettings: LogSettings = { level: "warn", file: "" }

/**
 * Reads the settings before anything else is, so that whatever is wrong with the rest of the
 * configuration is logged too. What is wrong with these two is found with the rest.
 */
export const readLogSettings = (input: unknown): LogSettings => {
  const decoded = decode(LogConfig)(input)
  if (isLeft(decoded)) return defaultLogSettings
  const { ipam } = decoded.right
  return {
    level: ipam?.logLevel ?? defaultLogSettings.level,
    file: ipam?.logFile ?? defaultLogSettings.file,
  }
}
