/** The file system of the machine, for programs that run under Node. */
import type { FileSystem } from "./file-system.js"
import { fileSystemOf } from "./file-system-of.js"
import { flockCommand, flockCommandWithin } from "./flock-command.js"
import { nodeCalls } from "./node-calls.js"

/**
 * @example
 * const store = diskStore({ fs: nodeFileSystem(), dataDir, lockTimeout: 10_000 }, context)
 */
export const nodeFileSystem = (): FileSystem =>
  fileSystemOf(nodeCalls(flockCommand), flockCommandWithin)
