import { spawnSync } from "node:child_process"

/**
 * Runs a program before the reader's eyes. Its failure ends this process: what there is to say
 * about it, the program has said.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
export const run = (program, ...args) => {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}
