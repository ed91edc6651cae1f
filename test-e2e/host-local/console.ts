/**
 * Runs what documentation shows of a terminal: lines after `$ ` are commands, the others what
 * they print. `…` stands for any text.
 */
import { execFile } from "node:child_process"
import { promisify } from "node:util"

export interface Exchange {
  readonly command: string
  readonly output: string
}

/** A command whose line ends in a backslash goes on in the next line. */
const command = /^\$ ((?:[^\n]*\\\n)*[^\n]*)\n?/gm

/** @example exchanges("$ echo a\na\n") // [{ command: "echo a", output: "a\n" }] */
export const exchanges = (shown: string): readonly Exchange[] => {
  const found = [...shown.matchAll(command)]
  return found.map(({ 0: whole, 1: text = "", index }, number) => ({
    command: text,
    output: shown.slice(index + whole.length, found[number + 1]?.index),
  }))
}

/** Printed before each command, and by no program. */
const separator = "\u0001"

/**
 * Runs the commands one after the other in one shell.
 *
 * @param path where programs are looked for, before those of the system.
 *
 * @returns what each printed to either stream.
 */
export const runConsole = async (
  commands: readonly string[],
  folder: string,
  path: string,
): Promise<readonly string[]> => {
  const script = commands.map((text) => `printf '\\1'; ${text}\n`).join("")
  const { PATH = "" } = process.env
  const env = { PATH: `${path}:${PATH}`, HOME: folder, LC_ALL: "C" }
  const { stdout } = await promisify(execFile)("bash", ["-c", `exec 2>&1\n${script}\ntrue`], {
    cwd: folder,
    env,
    timeout: 60_000,
  })
  return stdout.split(separator).slice(1)
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Line breaks at the end make no difference: not every program ends its output with one. */
export const isAsShown = (shown: string, printed: string): boolean => {
  const pattern = shown.trimEnd().split("…").map(literally).join("[\\s\\S]*?")
  return new RegExp(`^${pattern}$`).test(printed.trimEnd())
}
