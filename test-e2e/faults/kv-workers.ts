/** Processes that allocate and release all the time: programs with the library, and plugins. */
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { promisify } from "node:util"
import { folderForFile } from "../plugin/folders.js"
import { bun } from "../servers/bun.js"
import { diesWithParent } from "../servers/dies-with-parent.js"
import { answerOf } from "./answer.js"
import type { KvLedger } from "./kv-ledger.js"
import type { CallPlugin } from "./test-network.js"

export interface Workers {
  /** Lets each of them finish what it does. */
  readonly stop: () => Promise<void>
}

/** To be called at the top of a test file. @returns the path of kv-worker.ts as one file for Node. */
export const bundledWorker = async (): Promise<string> => {
  const outfile = join(await folderForFile(), "kv-worker.mjs")
  const source = join(import.meta.dirname, "kv-worker.ts")
  const options = ["--target=node", "--format=esm", "--conditions=source", `--outfile=${outfile}`]
  await promisify(execFile)(bun, ["build", source, ...options])
  return outfile
}

const isText = (word: unknown): word is string => typeof word === "string"

const note = (ledger: KvLedger, line: string): void => {
  const words: unknown = JSON.parse(line)
  if (!Array.isArray(words)) throw new Error(`a worker says ${line}`)
  const [what, container = "", elapsed = "0", answer = "", ...addresses] = words.filter(isText)
  if (what === "add?" || what === "del?") ledger.begin(container)
  else if (what === "add") ledger.added(container, addresses, Number(elapsed))
  else if (what === "del") ledger.deleted(container, Number(elapsed))
  else if (what === "error") ledger.failed([answer, ...addresses].join(" "), Number(elapsed))
  else throw new Error(`a worker says ${line}`)
}

/** @param args of kv-worker.ts: store, options, network, ranges, name. */
export const startProgram = (
  worker: string,
  args: readonly string[],
  ledger: KvLedger,
): Workers => {
  const [program = "", ...rest] = diesWithParent([process.execPath, worker, ...args])
  const child = spawn(program, rest, { stdio: ["pipe", "pipe", "inherit"] })
  createInterface({ input: child.stdout }).on("line", (line) => note(ledger, line))
  const ended = once(child, "close")
  return {
    stop: async () => {
      child.stdin.end()
      const [code] = await ended
      if (code !== 0) throw new Error(`a worker ended with ${code}`)
    },
  }
}

/** One plugin after another, as `startProgram` does it in one process. */
export const startPlugins = (call: CallPlugin, name: string, ledger: KvLedger): Workers => {
  let isRunning = true
  const attempt = async (command: "ADD" | "DEL", container: string): Promise<void> => {
    ledger.begin(container)
    const started = performance.now()
    const answer = answerOf(await call(command, container))
    const elapsed = performance.now() - started
    if (answer.is === "leased") ledger.added(container, answer.addresses, elapsed)
    else if (answer.is === "done") ledger.deleted(container, elapsed)
    else ledger.failed(JSON.stringify(answer), elapsed)
  }
  const run = async (): Promise<void> => {
    for (let turn = 0; isRunning; turn++) {
      await attempt("ADD", `${name}-${turn}`)
      if (turn % 2 === 0) await attempt("DEL", `${name}-${turn}`)
    }
  }
  const running = run()
  return {
    stop: () => {
      isRunning = false
      return running
    },
  }
}
