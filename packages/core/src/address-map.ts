/**
 * A map whose keys are addresses, to be read in their order.
 *
 * Its entries lie in small arrays, one for 64 consecutive addresses. A `Map` would do but for
 * two things: reading it in order means to sort it all, and an address that comes and goes
 * leaves a grave in its bucket each time, through which every later search must walk.
 */
import type { Address, Family } from "./address.js"

export interface AddressMap<Value> {
  readonly get: (address: Address) => Value | undefined
  readonly set: (address: Address, value: Value) => void
  readonly delete: (address: Address) => void
  /** The values by family and address, from behind `after` on. */
  readonly values: (after?: Address) => Generator<Value>
}

interface Shelf<Value> {
  readonly slots: (Value | undefined)[]
  used: number
}

const slotsPerShelf = 64

// Numbers are worth a case of their own: they are found and reckoned with sooner than bigints, and
// IPv4 has no address that is too large for them.

const shelfOf = (family: Family, value: bigint): bigint | number =>
  family === 4 ? Math.floor(Number(value) / slotsPerShelf) : value / BigInt(slotsPerShelf)

const slotOf = (family: Family, value: bigint): number =>
  family === 4 ? Number(value) % slotsPerShelf : Number(value % BigInt(slotsPerShelf))

export const addressMap = <Value>(): AddressMap<Value> => {
  const families: Readonly<Record<Family, Map<bigint | number, Shelf<Value>>>> = {
    4: new Map(),
    6: new Map(),
  }

  function* valuesFrom(family: Family, from: bigint): Generator<Value> {
    const shelves = families[family]
    const first = shelfOf(family, from)
    const indexes = [...shelves.keys()].filter((index) => index >= first)
    for (const index of indexes.sort((a, b) => (a < b ? -1 : 1)))
      for (const value of shelves
        .get(index)
        ?.slots.slice(index === first ? slotOf(family, from) : 0) ?? [])
        if (value !== undefined) yield value
  }

  return {
    get: ({ family, value }) =>
      families[family].get(shelfOf(family, value))?.slots[slotOf(family, value)],
    set: ({ family, value: key }, value) => {
      const shelves = families[family]
      const index = shelfOf(family, key)
      const slot = slotOf(family, key)
      const shelf = shelves.get(index) ?? { slots: [], used: 0 }
      if (shelf.slots[slot] === undefined) shelf.used++
      shelf.slots[slot] = value
      if (shelf.used === 1) shelves.set(index, shelf)
    },
    delete: ({ family, value: key }) => {
      const shelves = families[family]
      const index = shelfOf(family, key)
      const shelf = shelves.get(index)
      const slot = slotOf(family, key)
      if (shelf?.slots[slot] === undefined) return
      shelf.slots[slot] = undefined
      if (--shelf.used === 0) shelves.delete(index)
    },
    *values(after) {
      if (after?.family !== 6) yield* valuesFrom(4, after === undefined ? 0n : after.value + 1n)
      yield* valuesFrom(6, after?.family === 6 ? after.value + 1n : 0n)
    },
  }
}
