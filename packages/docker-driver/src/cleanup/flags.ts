/** The words behind `kontena-ipam-cleanup`. */

export const usage = `Usage: kontena-ipam-cleanup [--dry-run] [--no-ping] [--quiesce-sleep=SECONDS]

Deletes what this node holds in the store and its Docker does not know.

  --dry-run                 only say what would be deleted
  --no-ping                 delete addresses without asking whether somebody answers there
  --quiesce-sleep=SECONDS   wait so long for what is being made to become known to Docker (default 5)

The environment is that of kontena-ipam; DOCKER_HOST is the socket of Docker.
`

const defaultQuiesceSeconds = 5

export interface Flags {
  readonly isDry: boolean
  /** Whether an address that answers is kept. */
  readonly asks: boolean
  readonly quiesceMs: number
}

/** `undefined` for words that it does not know. */
export const readFlags = (words: readonly string[]): Flags | undefined => {
  let isDry = false
  let asks = true
  let seconds = defaultQuiesceSeconds
  for (const word of words) {
    const [, given] = /^--quiesce-sleep=(\d{1,4}(?:\.\d+)?)$/.exec(word) ?? []
    if (given !== undefined) seconds = Number(given)
    else if (word === "--dry-run") isDry = true
    else if (word === "--no-ping") asks = false
    // What the first program had flags for is done always.
    else if (word !== "--docker-networks") return undefined
  }
  return { isDry, asks, quiesceMs: seconds * 1000 }
}
