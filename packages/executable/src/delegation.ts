/** The plugin that runs others, by Bun's own way of running programs. */
import type { Plugin } from "@cni-ipam/cni"
import type { ProgramEnd, Programs } from "@cni-ipam/plugin-ipam-delegated"
import { ipamDelegated } from "@cni-ipam/plugin-ipam-delegated"

const isProgram = (path: string): boolean => {
  // A static import would load node:fs for every command of every plugin.
  const fs = process.getBuiltinModule("node:fs")
  try {
    fs.accessSync(path, fs.constants.X_OK)
    return fs.statSync(path).isFile()
  } catch {
    return false
  }
}

const killGroup = (leader: number): void => {
  try {
    process.kill(-leader, "SIGKILL")
  } catch {
    // All of them have ended by themselves.
  }
}

const programs: Programs = {
  isProgram,
  run:
    ({ path, env, input, timeout }) =>
    async (): Promise<ProgramEnd> => {
      try {
        const child = Bun.spawn([path], {
          env,
          stdin: Buffer.from(input),
          stdout: "pipe",
          stderr: "inherit",
          // A group of processes of its own, which can be killed as a whole.
          detached: true,
        })
        let isLate = false
        const late = new Promise<void>((resolve) => {
          setTimeout(() => {
            isLate = true
            killGroup(child.pid)
            // Who has left the group may hold the pipe open for ever.
            resolve()
          }, timeout).unref()
        })
        const output = new Response(child.stdout).text()
        await Promise.race([Promise.all([output, child.exited]), late])
        if (isLate) return { _tag: "TimedOut" }
        return child.signalCode === null
          ? { _tag: "Exited", status: child.exitCode ?? 1, output: await output }
          : { _tag: "Killed", signal: `${child.signalCode}` }
      } catch (error) {
        return { _tag: "NotStarted", reason: error instanceof Error ? error.message : `${error}` }
      }
    },
}

export const delegated = (version: string): Plugin => ipamDelegated(version, programs)
