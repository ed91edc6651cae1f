/** Lines for the operator, by importance: those of Ruby's logger, whose numbers `LOG_LEVEL` has. */
export const logLevels = ["debug", "info", "warn", "error", "fatal", "unknown"] as const

export type LogLevel = (typeof logLevels)[number]

export type Log = (level: LogLevel, sentence: string) => void

/** @param lowest as a number: what is less important is left out. */
export const logTo =
  (print: (line: string) => void, lowest: number): Log =>
  (level, sentence) => {
    if (logLevels.indexOf(level) >= lowest)
      print(`${new Date().toISOString()} ${level.toUpperCase()} ${sentence}\n`)
  }
