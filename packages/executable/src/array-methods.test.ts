import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { arrayMethods, objectMethods } from "./array-methods.js"

type Name = keyof typeof arrayMethods

const natives: Readonly<Record<Name, (...args: never[]) => unknown>> = {
  map: Array.prototype.map,
  filter: Array.prototype.filter,
  flatMap: Array.prototype.flatMap,
  find: Array.prototype.find,
  some: Array.prototype.some,
  every: Array.prototype.every,
}

const names = Object.keys(natives).filter((name): name is Name => name in natives)

/** Arrays with places that were never filled, texts, and objects that look like arrays. */
const things = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 3 })),
  fc.sparseArray(fc.integer({ min: 0, max: 3 }), { maxLength: 8, maxNumElements: 5 }),
  fc.string(),
  fc.constant({ length: 2, 0: 1 }),
)

/** What a callback is told and answers, in both: whether it is called alike is compared too. */
const answers = fc.array(
  fc.oneof(
    fc.boolean(),
    fc.integer(),
    fc.array(fc.integer(), { maxLength: 2 }),
    fc.sparseArray(fc.integer(), { maxLength: 3, maxNumElements: 2 }),
  ),
)

const observed = (method: (...args: never[]) => unknown, thing: unknown, replies: unknown[]) => {
  const calls: unknown[] = []
  const self = { name: "self" }
  const use = function (this: unknown, ...args: readonly unknown[]): unknown {
    calls.push([this === self, ...args.slice(0, 2), args[2] === thing || typeof thing === "string"])
    return replies[calls.length % (replies.length + 1)]
  }
  return { result: Reflect.apply(method, thing, [use, self]), calls }
}

describe.each(names)("%s", (name) => {
  it("does what the language's own does", () => {
    fc.assert(
      fc.property(things, answers, (thing, replies) => {
        const [ours, native] = [arrayMethods[name], natives[name]].map((method) =>
          observed(method, thing, replies),
        )
        expect(ours).toStrictEqual(native)
      }),
    )
  })

  it("passes over what is added while it is at work", () => {
    const grown = (method: (...args: never[]) => unknown): readonly unknown[] => {
      const list = [1, 2]
      Reflect.apply(method, list, [(item: number) => void list.push(item)])
      return list
    }
    expect(grown(arrayMethods[name])).toEqual(grown(natives[name]))
  })

  it("refuses what is no function, and no array", () => {
    expect(() => Reflect.apply(arrayMethods[name], [], [undefined])).toThrow(TypeError)
    expect(() => Reflect.apply(arrayMethods[name], undefined, [() => 0])).toThrow(TypeError)
  })
})

describe("what an object owns", () => {
  it("is not what it inherits", () => {
    expect(objectMethods.hasOwn({}, "toString")).toBe(false)
    expect(objectMethods.hasOwn([1], "length")).toBe(true)
    expect(objectMethods.hasOwn(Object.fromEntries([["__proto__", 1]]), "__proto__")).toBe(true)
  })
})
