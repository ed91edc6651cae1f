/** The real machine: the streams, the files and the environment of this process. */
import {
  appendFileSync,
  fstatSync,
  mkdirSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs"
import { dirname } from "node:path"
import type { Either } from "fp-ts/lib/Either.js"
import { tryCatch } from "fp-ts/lib/Either.js"
import { readAll, writeAll } from "./blocking-stream.js"
import type { Io } from "./io.js"
import { messageOf } from "./message-of.js"

const standardInput = 0
const standardOutput = 1
const standardError = 2

const ownNetns = "/proc/self/ns/net"
const hostnameFile = "/proc/sys/kernel/hostname"

const writerTo =
  (descriptor: number) =>
  (text: string): void =>
    writeAll((bytes, offset) => writeSync(descriptor, bytes, offset), text)

/** Nobody types a configuration: waiting for one at a terminal would look like a hang. */
const readInput = (): string =>
  fstatSync(standardInput).isCharacterDevice()
    ? ""
    : readAll((into) => readSync(standardInput, into))

/** `ENOENT: no such file or directory, open '/x'` without what the caller knows already. */
const reasonOf = (error: unknown): string => {
  const message = messageOf(error)
  const end = message.indexOf(", ")
  return end < 0 ? message : message.slice(0, end)
}

const readFile = (path: string): Either<string, string> =>
  tryCatch(() => readFileSync(path, "utf8"), reasonOf)

const hostname = (): string => {
  const name = readFile(hostnameFile)
  return (name._tag === "Right" ? name.right.trim() : "") || "localhost"
}

/** Two paths lead to one namespace if they lead to one file. */
const fileAt = (path: string): Either<unknown, string> =>
  tryCatch(
    () => {
      const { dev, ino } = statSync(path, { bigint: true })
      return `${dev}:${ino}`
    },
    (thrown) => thrown,
  )

const sameNetns = (path: string): boolean => {
  const other = fileAt(path)
  const own = fileAt(ownNetns)
  return other._tag === "Right" && own._tag === "Right" && other.right === own.right
}

/** The folder of a log is made with its first line. */
const appendFile = (path: string, text: string): void => {
  try {
    appendFileSync(path, text)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error
    mkdirSync(dirname(path), { recursive: true })
    appendFileSync(path, text)
  }
}

/**
 * The machine that this process runs on.
 *
 * `process.stdin`, `process.stdout` and `process.stderr` are not touched: their first use costs
 * milliseconds, and a plugin is started for every container.
 *
 * @example
 * await runPlugin(hostLocal, processIo())
 */
export const processIo = (): Io => ({
  env: process.env,
  readInput,
  print: writerTo(standardOutput),
  printError: writerTo(standardError),
  readFile,
  appendFile,
  hostname,
  sameNetns,
  now: () => new Date(),
})
