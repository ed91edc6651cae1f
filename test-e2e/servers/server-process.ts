/** A server's process, which tests can hurt: paused, killed and started again on its data. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { diesWithParent } from "./dies-with-parent.js"
import { waitUntil } from "./wait-until.js"

export interface ServerCommand {
  readonly name: string
  /** The program by its absolute path, and its arguments. */
  readonly command: readonly string[]
  /** May throw while the server is not there yet. */
  readonly isReady: () => Promise<boolean>
  /** Milliseconds, 20 000 unless told. */
  readonly readyWithin?: number
}

export interface ServerProcess {
  /** Of the process that runs now or ran last. */
  readonly pid: () => number | undefined
  /** The end of all that the server printed. */
  readonly log: () => string
  /** Stops it in the middle of whatever it does; its connections stay open. */
  readonly pause: () => void
  readonly resume: () => void
  /** Ends it at once, also when paused. */
  readonly kill: () => Promise<void>
  /** Lets it shut down. */
  readonly stop: () => Promise<void>
  /** Starts it once more with the same arguments; kills it before if need be. */
  readonly restart: () => Promise<void>
}

const stopWithin = 5_000
const logLength = 100_000
const shownLines = 25

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (hasEnded(child)) return
  // Later than "exit", when also the last of its output has come.
  const ended = once(child, "close")
  child.kill(signal)
  // A paused process gets other signals than SIGKILL when it goes on.
  child.kill("SIGCONT")
  const timer = setTimeout(() => child.kill("SIGKILL"), stopWithin)
  await ended
  clearTimeout(timer)
}

let isTiedToRunner = false

// A vitest worker whose main process was killed would go on, and its servers with it. Only there is
// a channel that can be disconnected.
const tieToRunner = () => {
  if (!isTiedToRunner) process.once("disconnect", () => process.exit(1))
  isTiedToRunner = true
}

/**
 * Starts a server and waits until it is ready. The server dies with this process, however that ends.
 */
export const startServer = async (server: ServerCommand): Promise<ServerProcess> => {
  tieToRunner()
  let log = ""
  const keep = (text: string) => {
    log = (log + text).slice(-logLength)
  }
  const lastLines = () => log.trimEnd().split("\n").slice(-shownLines).join("\n")

  const launch = (): ChildProcess => {
    const [program = "", ...args] = diesWithParent(server.command)
    const { PATH = "" } = process.env
    const started = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { PATH } })
    started.on("error", (error) => keep(`${error.message}\n`))
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding("utf8").on("data", keep)
    return started
  }

  const becomeReady = async (started: ChildProcess): Promise<void> => {
    const { readyWithin = 20_000 } = server
    const outcome = await waitUntil("no answer", readyWithin, async () => {
      if (hasEnded(started)) return "ended"
      return (await server.isReady()) ? "ready" : undefined
    }).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    if (outcome === "ready") return
    await end(started, "SIGKILL")
    throw new Error(`${server.name} did not become ready (${outcome}):\n${lastLines()}`)
  }

  let child = launch()
  await becomeReady(child)
  return {
    pid: () => child.pid,
    log: () => log,
    pause: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGTERM"),
    restart: async () => {
      await end(child, "SIGKILL")
      child = launch()
      await becomeReady(child)
    },
  }
}
