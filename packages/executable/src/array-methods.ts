/**
 * Methods of arrays and objects that behave as the language's own, to stand in for them: prelude.ts
 * says why. What `map` and its like return is always an Array, also in a subclass of it.
 */
type Items = ArrayLike<unknown>

type Use = (this: unknown, item: unknown, index: number, all: Items) => unknown

/** A text, or whatever else has a length, serves as an array. */
const itemsOf = (self: unknown, use: unknown): Items => {
  if (self === undefined || self === null) throw new TypeError(`${self} is no array`)
  if (typeof use !== "function") throw new TypeError(`${String(use)} is not a function`)
  return Object(self)
}

const indexOfFirst = (all: Items, use: Use, self: unknown): number => {
  const { length } = all
  for (let index = 0; index < length; index++)
    if (use.call(self, all[index], index, all)) return index
  return -1
}

/** Whether some item that is there makes `use` answer with what is, or is not, true. */
const hasOne = (all: Items, use: Use, self: unknown, wanted: boolean): boolean => {
  const { length } = all
  for (let index = 0; index < length; index++)
    if (index in all && Boolean(use.call(self, all[index], index, all)) === wanted) return true
  return false
}

export const arrayMethods = {
  map(this: unknown, use: Use, self?: unknown): unknown[] {
    const all = itemsOf(this, use)
    const { length } = all
    const mapped = new Array<unknown>(length)
    for (let index = 0; index < length; index++)
      if (index in all) mapped[index] = use.call(self, all[index], index, all)
    return mapped
  },

  flatMap(this: unknown, use: Use, self?: unknown): unknown[] {
    const all = itemsOf(this, use)
    const { length } = all
    const mapped: unknown[] = []
    for (let index = 0; index < length; index++) {
      if (!(index in all)) continue
      const result = use.call(self, all[index], index, all)
      if (!Array.isArray(result)) mapped.push(result)
      else
        for (let inner = 0; inner < result.length; inner++)
          if (inner in result) mapped.push(result[inner])
    }
    return mapped
  },

  filter(this: unknown, use: Use, self?: unknown): unknown[] {
    const all = itemsOf(this, use)
    const { length } = all
    const kept: unknown[] = []
    for (let index = 0; index < length; index++) {
      if (!(index in all)) continue
      const item = all[index]
      if (use.call(self, item, index, all)) kept.push(item)
    }
    return kept
  },

  forEach(this: unknown, use: Use, self?: unknown): void {
    const all = itemsOf(this, use)
    const { length } = all
    for (let index = 0; index < length; index++)
      if (index in all) use.call(self, all[index], index, all)
  },

  find(this: unknown, use: Use, self?: unknown): unknown {
    const all = itemsOf(this, use)
    return all[indexOfFirst(all, use, self)]
  },

  findIndex(this: unknown, use: Use, self?: unknown): number {
    return indexOfFirst(itemsOf(this, use), use, self)
  },

  some(this: unknown, use: Use, self?: unknown): boolean {
    return hasOne(itemsOf(this, use), use, self, true)
  },

  every(this: unknown, use: Use, self?: unknown): boolean {
    return !hasOne(itemsOf(this, use), use, self, false)
  },
} as const

// Written in one piece it would be taken for the very method that is made of it.
const isOwn = Object.prototype.hasOwnProperty

export const objectMethods = {
  hasOwn: (holder: object, name: PropertyKey): boolean => isOwn.call(holder, name),

  fromEntries(entries: Iterable<readonly [PropertyKey, unknown]>): object {
    const made = {}
    for (const [name, value] of entries)
      Object.defineProperty(made, name, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      })
    return made
  },
} as const
