/** Ports for servers that cannot be told to take any: they must be known before the servers start. */
import { createServer } from "node:net"

// Below these lie services of this machine, above those that the kernel gives to outgoing
// connections (32768 by default), which could otherwise take a port between our look and its use.
const lowest = 20_000
const highest = 29_999

const isFree = (address: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once("error", () => resolve(false))
    probe.listen({ host: address, port }, () => probe.close(() => resolve(true)))
  })

/**
 * The first free ports of an address. That they are still free when the servers start is certain
 * only where nobody else listens at that address: see `claimHost`.
 */
export const freePorts = async (address: string, count: number): Promise<readonly number[]> => {
  const found: number[] = []
  for (let port = lowest; port <= highest; port++) {
    if (found.length === count) return found
    if (await isFree(address, port)) found.push(port)
  }
  throw new Error(`${address} has fewer than ${count} free ports from ${lowest} to ${highest}`)
}
