/** The last words of a program that cannot call the C library, and so cannot do anything. */
import { goJson } from "@cni-ipam/cni"

const failure = 1

/** Whoever asked is told as runtimes expect it, and whoever looks at the log as people do. */
const error = (reason: string) => ({
  // The newest: what was asked is not read yet.
  cniVersion: "1.1.0",
  code: 999,
  msg: "this program needs memory that is both writable and executable, and gets none",
  details: `it must not be started with MemoryDenyWriteExecute= of systemd, nor with a ulimit -v below 4 GB: ${reason}`,
})

/**
 * Code that calls a C function is made when the function is bound, which a system may forbid.
 *
 * Ends the process.
 */
export const endWithoutLibc = (thrown: unknown): never => {
  const fs = process.getBuiltinModule("node:fs")
  const told = error(thrown instanceof Error ? thrown.message : `${thrown}`)
  const texts = [goJson(told), `${told.msg}: ${told.details}\n`]
  for (const [index, text] of texts.entries()) {
    try {
      fs.writeSync(index + 1, text)
    } catch {
      // The other stream may still have a reader.
    }
  }
  process.exit(failure)
}
