/** Leases that are on a server before anything is measured, made through the store itself. */
import { type Address, address, type Store } from "@cni-ipam/core"
import { containerIdOf } from "./attachment.js"

/** So many, with their owner's list and a cursor, fit into a transaction of any server. */
const atOnce = 28
const sideBySide = 8

/** By its number, as in seed.ts. */
const addressOf = (number: number): Address =>
  address(4, (10n << 24n) + (77n << 16n) + BigInt(number))

const reserve = async (store: Store, network: string, numbers: readonly number[]) => {
  const [first = 0] = numbers
  const wanted = numbers.map((number): { rangeSet: string; address: Address } => ({
    rangeSet: "0",
    address: addressOf(number),
  }))
  const outcome = await store.reserve({
    network,
    owner: { containerId: containerIdOf(first), ifname: "eth0" },
    revision: "",
    wanted,
    details: { node: "bench", allocatedAt: Date.now() },
  })()
  if (outcome._tag === "Left" || outcome.right._tag !== "Reserved")
    throw new Error(`the leases were not made: ${JSON.stringify(outcome, (_, v) => `${v}`)}`)
}

/** @param numbers of addresses as seed.ts has them; the last of them is reserved last. */
export const plantOn = async (
  store: Store,
  network: string,
  numbers: readonly number[],
): Promise<void> => {
  const chunks = Array.from({ length: Math.ceil(numbers.length / atOnce) }, (_, index) =>
    numbers.slice(index * atOnce, (index + 1) * atOnce),
  )
  const last = chunks.pop()
  const queue = chunks.values()
  const lane = async (): Promise<void> => {
    for (const chunk of queue) await reserve(store, network, chunk)
  }
  await Promise.all(Array.from({ length: sideBySide }, lane))
  if (last !== undefined) await reserve(store, network, last)
}
