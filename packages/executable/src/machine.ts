/** The machine as a plugin sees it, through the C library: libc.ts says why. */
import type { Io } from "@cni-ipam/cni"
import { readStream, writeStream } from "@cni-ipam/cni"
import type { ErrorCode } from "@cni-ipam/store-disk"
import type { Either } from "fp-ts/lib/Either.js"
import { flatten, isLeft, isRight, map, mapLeft, tryCatch } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { inWords } from "./errno-words.js"
import { counted, cString, libc } from "./libc.js"
import { statusOfPath } from "./statx.js"
import { isTerminal } from "./terminal.js"

const standardInput = 0
const standardOutput = 1
const standardError = 2

/** Not blocking: what is to be read, or written, may be a pipe without another end. */
const readOnly = 0o2004000
const append = 0o2006101
const logMode = 0o640
const ownNetns = "/proc/self/ns/net"
/** HOST_NAME_MAX of Linux is 64; small arrays are dear: libc.ts says why. */
const longestHostname = 1024

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`)

/** The streams wait by themselves where the error has this form, which is Node's. */
const orThrow = <A>(result: Either<ErrorCode, A>): A => {
  if (isRight(result)) return result.right
  throw Object.assign(new Error(result.left), { code: result.left })
}

const write = (fd: number, text: string): void =>
  writeStream((bytes, offset) => {
    const rest = bytes.subarray(offset)
    return orThrow(counted(libc.write(fd, rest, rest.length)))
  }, text)

const read = (fd: number): string =>
  readStream((into) => orThrow(counted(libc.read(fd, into, into.length))))

const withFile = <A>(path: string, flags: number, use: (fd: number) => A): Either<ErrorCode, A> =>
  pipe(
    counted(libc.open(cString(path), flags, logMode)),
    map((fd) => {
      try {
        return use(fd)
      } finally {
        libc.close(fd)
      }
    }),
  )

const readFile = (path: string): Either<string, string> =>
  pipe(
    tryCatch(() => withFile(path, readOnly, read), messageOf),
    flatten,
    mapLeft(inWords),
  )

let knownHostname: string | undefined

const hostname = (): string => {
  if (knownHostname !== undefined) return knownHostname
  const name = new Uint8Array(longestHostname)
  const isKnown = libc.gethostname(name, name.length) === 0
  knownHostname = isKnown ? decoder.decode(name.subarray(0, name.indexOf(0))) : "localhost"
  return knownHostname
}

const sameNetns = (path: string): boolean => {
  const other = statusOfPath(path)
  if (isLeft(other)) return false
  const own = statusOfPath(ownNetns)
  if (isLeft(own)) return false
  return own.right.inode === other.right.inode && own.right.device === other.right.device
}

/** VERSION is asked by hand, and needs no configuration: waiting for one would look like a hang. */
const readInput = (): string =>
  process.env["CNI_COMMAND"] === "VERSION" && isTerminal(standardInput) ? "" : read(standardInput)

/** The folder of a log is made with its first line. */
const makeFolderAnd = <A>(path: string, write: () => A): A => {
  const end = path.lastIndexOf("/")
  const fs = process.getBuiltinModule("node:fs")
  if (end > 0) fs.mkdirSync(path.slice(0, end), { recursive: true })
  return write()
}

export const machine: Io = {
  env: process.env,
  readInput,
  print: (text) => write(standardOutput, text),
  printError: (text) => write(standardError, text),
  readFile,
  appendFile: (path, text) => {
    const line = encoder.encode(text)
    const write = () =>
      withFile(path, append, (fd) => orThrow(counted(libc.write(fd, line, line.length))))
    const written = write()
    orThrow(isLeft(written) && written.left === "ENOENT" ? makeFolderAnd(path, write) : written)
  },
  hostname,
  sameNetns,
  now: () => new Date(),
}
