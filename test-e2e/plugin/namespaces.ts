/** Network namespaces of a test's own. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { onTestFinished } from "vitest"
import { tool } from "../tools/debian.js"

const execute = promisify(execFile)

/** A program is `undefined` if it failed, and what it printed if it did not. */
export type Run = (program: string, ...args: readonly string[]) => Promise<string | undefined>

export interface Namespace {
  /** For CNI_NETNS. */
  readonly path: string
  /** What runs another program inside: `through` of `runPlugin`. */
  readonly through: readonly string[]
  readonly run: Run
}

const run: Run = async (program, ...args) => {
  try {
    return (await execute(program, args, { timeout: 30_000 })).stdout
  } catch {
    return undefined
  }
}

let made = 0

/**
 * To be called inside a test, as root; the namespace is gone when that test is over.
 *
 * @example
 * const container = await namespaceForTest()
 * await container.run(await tool("ip"), "addr")
 */
export const namespaceForTest = async (): Promise<Namespace> => {
  if (process.getuid?.() !== 0)
    throw new Error("This test makes network namespaces, which takes root: run it as root.")
  const ip = await tool("ip")
  const name = `cni-ipam-e2e-${process.pid}-${made++}`
  await execute(ip, ["netns", "add", name])
  onTestFinished(async () => {
    await execute(ip, ["netns", "delete", name])
  })
  await execute(ip, ["-n", name, "link", "set", "lo", "up"])
  const through = [ip, "netns", "exec", name]
  return {
    path: `/run/netns/${name}`,
    through,
    run: (program, ...args) => run(ip, "netns", "exec", name, program, ...args),
  }
}
