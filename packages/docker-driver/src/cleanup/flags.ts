/** The words behind `kontena-ipam-cleanup`. */
import type { PoolName } from "../pool-name.js"
import { poolNameOf } from "../pool-name.js"

export const usage = `Usage: kontena-ipam-cleanup [--dry-run] [--no-ping] [--pool=POOL] [--quiesce-sleep=SECONDS]

Deletes what this node holds in the store and its Docker does not know.

  --dry-run                 only say what would be deleted
  --no-ping                 delete addresses without asking whether somebody answers there
  --pool=POOL               clean up this pool only
  --docker-networks         clean up all pools, as without --pool
  --quiesce-sleep=SECONDS   wait so long for what is being made to become known to Docker (default 5)

The environment is that of kontena-ipam; DOCKER_HOST is the socket of Docker.
`

const defaultQuiesceSeconds = 5

export interface Flags {
  readonly isDry: boolean
  /** Whether an address that answers is kept. */
  readonly asks: boolean
  /** The only pool that is cleaned up; `undefined` for all. */
  readonly only: PoolName | undefined
  readonly quiesceMs: number
}

const valued: ReadonlySet<string> = new Set(["--pool", "--quiesce-sleep"])

/** The first kontena-ipam took a value as a word of its own too. */
const withValues = (words: readonly string[]): readonly string[] =>
  words.flatMap((word, index) => {
    if (valued.has(words[index - 1] ?? "")) return []
    return valued.has(word) ? [`${word}=${words[index + 1] ?? ""}`] : [word]
  })

/** `undefined` for words that it does not know. */
export const readFlags = (words: readonly string[]): Flags | undefined => {
  let isDry = false
  let asks = true
  let pool: PoolName | undefined
  let isForAll = false
  let seconds = defaultQuiesceSeconds
  for (const word of withValues(words)) {
    const [, name = "", value = ""] = /^(--[a-z-]+)(?:=(.*))?$/.exec(word) ?? []
    if (word === "--dry-run") isDry = true
    else if (word === "--no-ping") asks = false
    // In the first kontena-ipam the one pool came to those of Docker's networks.
    else if (word === "--docker-networks") isForAll = true
    else if (name === "--quiesce-sleep" && /^\d{1,4}(?:\.\d+)?$/.test(value))
      seconds = Number(value)
    else if (name === "--pool") {
      pool = poolNameOf(value)
      if (pool === undefined) return undefined
    } else return undefined
  }
  return { isDry, asks, only: isForAll ? undefined : pool, quiesceMs: seconds * 1000 }
}
