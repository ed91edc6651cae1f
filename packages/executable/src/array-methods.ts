/**
 * Methods of arrays and objects that behave as the language's own, to stand in for them: prelude.ts
 * says why. What `map` and its like return is always an Array, also in a subclass of it.
 */
type Items = ArrayLike<unknown>

type Use = (item: unknown, index: number, all: Items) => unknown

/** A text, or whatever else has a length, serves as an array. */
const itemsOf = (self: unknown, use: unknown): Items => {
  if (self === undefined || self === null) throw new TypeError(`${self} is no array`)
  if (typeof use !== "function") throw new TypeError(`${String(use)} is not a function`)
  return Object(self)
}

/** What is to be called as a method of `self`, if that is wanted: most callbacks are not. */
const bound = (use: Use, self: unknown): Use => (self === undefined ? use : use.bind(self))

const isThere = (all: Items, index: number): boolean => all[index] !== undefined || index in all

/** Whether some item that is there makes `use` answer with what is, or is not, true. */
const hasOne = (all: Items, use: Use, wanted: boolean): boolean => {
  const { length } = all
  for (let index = 0; index < length; index++)
    if (isThere(all, index) && Boolean(use(all[index], index, all)) === wanted) return true
  return false
}

export const arrayMethods = {
  map(this: unknown, use: Use, self?: unknown): unknown[] {
    const all = itemsOf(this, use)
    const call = bound(use, self)
    const { length } = all
    const mapped = new Array<unknown>(length)
    for (let index = 0; index < length; index++)
      if (isThere(all, index)) mapped[index] = call(all[index], index, all)
    return mapped
  },

  filter(this: unknown, use: Use, self?: unknown): unknown[] {
    const all = itemsOf(this, use)
    const call = bound(use, self)
    const { length } = all
    const kept: unknown[] = []
    for (let index = 0; index < length; index++) {
      const item = all[index]
      if (isThere(all, index) && call(item, index, all)) kept.push(item)
    }
    return kept
  },

  flatMap(this: unknown, use: Use, self?: unknown): unknown[] {
    const all = itemsOf(this, use)
    const call = bound(use, self)
    const { length } = all
    const mapped: unknown[] = []
    for (let index = 0; index < length; index++) {
      if (!isThere(all, index)) continue
      const result = call(all[index], index, all)
      if (!Array.isArray(result)) mapped.push(result)
      else
        for (let inner = 0; inner < result.length; inner++)
          if (isThere(result, inner)) mapped.push(result[inner])
    }
    return mapped
  },

  find(this: unknown, use: Use, self?: unknown): unknown {
    const all = itemsOf(this, use)
    const { length } = all
    const call = bound(use, self)
    for (let index = 0; index < length; index++) {
      const item = all[index]
      if (call(item, index, all)) return item
    }
    return undefined
  },

  some(this: unknown, use: Use, self?: unknown): boolean {
    return hasOne(itemsOf(this, use), bound(use, self), true)
  },

  every(this: unknown, use: Use, self?: unknown): boolean {
    return !hasOne(itemsOf(this, use), bound(use, self), false)
  },
} as const

// Written in one piece it would be taken for the very method that is made of it.
const isOwn = Object.prototype.hasOwnProperty

export const objectMethods = {
  hasOwn: (holder: object, name: PropertyKey): boolean => isOwn.call(holder, name),
} as const
