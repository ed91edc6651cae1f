/** The program `kontena-ipam-cleanup`. */
import { knownPools } from "../known-pools.js"
import { logTo } from "../log.js"
import { openStore } from "../open-store.js"
import { replayMemory } from "../replay.js"
import type { Machine } from "../serve-driver.js"
import { readSettings } from "../settings.js"
import { cleanUp } from "./clean-up.js"
import { askDocker } from "./docker-socket.js"
import { readFlags, usage } from "./flags.js"
import type { Ping } from "./ping.js"

const misused = 2

/** Of `--no-ping`: nobody is asked, so nobody answers. */
const noPing: Ping = async () => "silent"

const socketOf = (host = ""): string | undefined =>
  host === "" ? "/var/run/docker.sock" : /^unix:\/\/(\/.+)$/.exec(host)?.[1]

export interface CleanupMachine extends Omit<Machine, "stopped"> {
  readonly ping: Ping
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
    ping: flags.asks ? ping : noPing,
    tell: (sentence) => print(`${sentence}\n`),
  })()
  await store.close()
  return result._tag === "Left" ? refuse(result.left) : 0
}
