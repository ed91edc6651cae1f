/** A machine in memory: for tests of plugins, and for programs that ask one without a process. */
import { left, right } from "fp-ts/lib/Either.js"
import type { Io } from "./io.js"

export interface MemoryIo extends Io {
  /** What was printed so far. */
  readonly output: () => string
  /** What was printed to standard error so far. */
  readonly errors: () => string
  readonly files: Map<string, string>
}

export interface MemoryIoOptions {
  readonly env?: Io["env"]
  readonly input?: string
  readonly files?: Readonly<Record<string, string>>
  /** The path of the network namespace that the plugin itself is in. */
  readonly ownNetns?: string
  readonly now?: Date
}

/**
 * @example
 * const io = memoryIo({ env: { CNI_COMMAND: "VERSION" } })
 * await runPlugin(plugin, io)
 * io.output() // {"cniVersion":"1.1.0",…}
 */
export const memoryIo = (options: MemoryIoOptions = {}): MemoryIo => {
  const files = new Map(Object.entries(options.files ?? {}))
  const now = options.now ?? new Date()
  let output = ""
  let errors = ""
  return {
    env: options.env ?? {},
    readInput: () => options.input ?? "",
    print: (text) => {
      output += text
    },
    printError: (text) => {
      errors += text
    },
    readFile: (path) => {
      const content = files.get(path)
      return content === undefined ? left("ENOENT: no such file or directory") : right(content)
    },
    appendFile: (path, text) => {
      files.set(path, (files.get(path) ?? "") + text)
    },
    hostname: () => "localhost",
    sameNetns: (path) => path === options.ownNetns,
    now: () => now,
    output: () => output,
    errors: () => errors,
    files,
  }
}
