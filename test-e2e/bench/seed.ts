/** Leases that are in a network before anything is measured. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { containerIdOf } from "./attachment.js"
import { network } from "./plugin.js"

/** Addresses are told by their number in the network, which is a /16: `10.77.x.y`. */
export type Seed = {
  readonly leased: readonly number[]
  /** Where the search for a free address begins behind. */
  readonly lastReserved: number
}

// 0 is the network, 1 the gateway, and the last one the broadcast address.
const first = 2
const last = 65_534

const every = Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** As many leases as were made one after the other. */
export const leasesInARow = (count: number): Seed => ({
  leased: every.slice(0, count),
  lastReserved: first + count - 1,
})

export const noLeases = leasesInARow(0)

/** One free address in the middle, and a search that begins behind it and so has to wrap. */
export const allButOne: Seed = (() => {
  const free = 30_000
  return { leased: every.filter((number) => number !== free), lastReserved: free }
})()

const addressOf = (number: number): string => `10.77.${number >> 8}.${number & 0xff}`

const mode = 0o600

/** Writes the files that host-local would have written. */
export const plant = (networkFolder: string, { leased, lastReserved }: Seed): void => {
  if (leased.length === 0) return
  for (const number of leased) {
    const owner = `${containerIdOf(number)}\r\n${network.interfaceName}`
    writeFileSync(join(networkFolder, addressOf(number)), owner, { mode })
  }
  writeFileSync(join(networkFolder, "last_reserved_ip.0"), addressOf(lastReserved), { mode })
}
