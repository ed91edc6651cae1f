/** Networks with any number of leases, as the Go plugin would have left them. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type TestNetwork, testNetwork } from "./test-network.js"

/** The first address that is given is 10.81.0.2. */
export const nthAddress = (n: number): string => `10.81.${(n + 1) >> 8}.${(n + 1) & 255}`

/**
 * Writes the lease files of so many containers, and no index.
 *
 * @param spare how many addresses the range has beyond them.
 */
export const seededNetwork = (folder: string, size: number, spare: number): TestNetwork => {
  const network = testNetwork(join(folder, `${size}-leases-${spare}-spare`), {
    ranges: [
      [{ subnet: "10.81.0.0/16", rangeEnd: nthAddress(size + spare) }],
      [{ subnet: "fd81::/64" }],
    ],
  })
  mkdirSync(network.leases, { recursive: true })
  writeFileSync(join(network.leases, "lock"), "")
  for (let n = 1; n <= size; n++)
    writeFileSync(join(network.leases, nthAddress(n)), `container-${n}\r\neth0`)
  return network
}

/** Makes the next search begin at the first address, and so go through all leases. */
export const rewindCursor = ({ leases }: TestNetwork): void =>
  writeFileSync(join(leases, "last_reserved_ip.0"), nthAddress(1))
