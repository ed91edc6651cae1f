/**
 * One line for each thing worth knowing: time, level, plugin, sentence.
 *
 * Whether it can be written makes no difference to the command. The configuration, which may
 * hold secrets, is never logged.
 */
import type { Io } from "./io.js"
import type { LogLevel, LogSettings } from "./log-settings.js"
import { logLevels } from "./log-settings.js"
import { messageOf } from "./message-of.js"

export type Log = Readonly<Record<LogLevel, (sentence: string) => void>>

/** What a runtime hands over may be of any length, and a log is read by people. */
const longestSentence = 4000

const oneLine = (text: string): string =>
  text
    .slice(0, longestSentence)
    .trim()
    .replace(/\s*[\r\n]+\s*/g, " ")

/**
 * Opens the log of a plugin. Warnings and errors go to standard error in any case, and whatever
 * the level lets through goes to the file.
 *
 * @example
 * const log = openLog("host-local", io, { level: "info", file: "/var/log/ipam.log" })
 * log.info("leased 10.0.0.2 to web-1 (eth0)")
 */
export const openLog = (plugin: string, io: Io, settings: LogSettings): Log => {
  let isFileWritable = settings.file !== ""
  const fileDepth = logLevels.indexOf(settings.level)
  const standardErrorDepth = logLevels.indexOf("warn")

  const lineOf = (level: LogLevel, sentence: string): string =>
    `${io.now().toISOString()} ${level} ${plugin} ${oneLine(sentence)}\n`

  const toStandardError = (line: string): void => {
    try {
      io.printError(line)
    } catch {
      // Nobody is left to be told.
    }
  }

  const toFile = (line: string): void => {
    try {
      io.appendFile(settings.file, line)
    } catch (thrown) {
      isFileWritable = false
      toStandardError(lineOf("warn", `cannot write the log: ${messageOf(thrown)}`))
    }
  }

  const write = (level: LogLevel) => {
    const depth = logLevels.indexOf(level)
    return (sentence: string) => {
      const isForFile = isFileWritable && depth <= fileDepth
      const isForStandardError = depth <= standardErrorDepth
      if (!isForFile && !isForStandardError) return
      const line = lineOf(level, sentence)
      if (isForFile) toFile(line)
      if (isForStandardError) toStandardError(line)
    }
  }

  return {
    error: write("error"),
    warn: write("warn"),
    info: write("info"),
    debug: write("debug"),
  }
}
