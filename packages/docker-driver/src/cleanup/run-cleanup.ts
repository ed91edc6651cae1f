/** The program `kontena-ipam-cleanup`. */
import { knownPools } from "../known-pools.js"
import { logTo } from "../log.js"
import { openStore } from "../open-store.js"
import { replayMemory } from "../replay.js"
import type { Machine } from "../serve-driver.js"
import { readSettings } from "../settings.js"
import { cleanUp } from "./clean-up.js"
import { askDocker } from "./docker-socket.js"
import type { Ping } from "./ping.js"

const usage = `Usage: kontena-ipam-cleanup [--dry-run] [--quiesce-sleep=SECONDS]

Deletes what this node holds in the store and its Docker does not know.

  --dry-run                 only say what would be deleted
  --quiesce-sleep=SECONDS   wait so long for what is being made to become known to Docker (default 5)

The environment is that of kontena-ipam; DOCKER_HOST is the socket of Docker.
`

const defaultQuiesceSeconds = 5
const misused = 2

interface Flags {
  readonly isDry: boolean
  readonly quiesceMs: number
}

/** `undefined` for words that it does not know. */
const readFlags = (words: readonly string[]): Flags | undefined => {
  let isDry = false
  let seconds = defaultQuiesceSeconds
  for (const word of words) {
    const [, given] = /^--quiesce-sleep=(\d{1,4}(?:\.\d+)?)$/.exec(word) ?? []
    if (given !== undefined) seconds = Number(given)
    else if (word === "--dry-run") isDry = true
    // What the first program had flags for is done always.
    else if (word !== "--docker-networks") return undefined
  }
  return { isDry, quiesceMs: seconds * 1000 }
}

const socketOf = (host = ""): string | undefined =>
  host === "" ? "/var/run/docker.sock" : /^unix:\/\/(\/.+)$/.exec(host)?.[1]

export interface CleanupMachine extends Omit<Machine, "stopped"> {
  readonly words: readonly string[]
  readonly ping: Ping
  readonly print: (line: string) => void
}

/** @returns the exit code: 0, 1 if it could not be finished, 2 if it was called in a wrong way. */
export const runCleanup = async (machine: CleanupMachine): Promise<number> => {
  const { env, hostname, ping, print, printError, stores, words } = machine
  const refuse = (sentence: string): number => {
    printError(`kontena-ipam-cleanup: ${sentence}\n`)
    return 1
  }
  if (words.includes("--help")) {
    print(usage)
    return 0
  }
  const flags = readFlags(words)
  if (flags === undefined) {
    printError(usage)
    return misused
  }
  const socket = socketOf(env["DOCKER_HOST"])
  if (socket === undefined)
    return refuse("DOCKER_HOST must be a socket, such as unix:///run/docker.sock")
  const read = readSettings(env, hostname)
  if (read._tag === "Left") return refuse(read.left)
  const { node, supernets, name: driver, logLevel } = read.right
  const log = logTo(printError, logLevel)
  const store = await openStore(stores, read.right, (sentence) => log("warn", sentence))
  if (typeof store === "string") return refuse(store)
  const memory = { known: knownPools(), replay: replayMemory(Date.now) }
  const result = await cleanUp({
    kit: { store, node, supernets, now: Date.now, ...memory },
    ...flags,
    driver,
    askDocker: askDocker(socket),
    ping,
    tell: (sentence) => print(`${sentence}\n`),
  })()
  await store.close()
  return result._tag === "Left" ? refuse(result.left) : 0
}
