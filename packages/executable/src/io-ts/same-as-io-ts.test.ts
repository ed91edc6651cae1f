/** What stands in for io-ts does what io-ts does. */
import fc from "fast-check"
import type { Either } from "fp-ts/lib/Either.js"
import { mapLeft } from "fp-ts/lib/Either.js"
import * as theirs from "io-ts"
import { describe, expect, it } from "vitest"
import * as ours from "./index.js"

type Told = {
  readonly value: unknown
  readonly context: readonly {
    readonly key: string
    readonly type: { readonly name: string }
    readonly actual?: unknown
  }[]
}

/** With the names of codecs in the place of the codecs. */
const named = (validation: Either<readonly Told[], unknown>): unknown =>
  mapLeft((errors: readonly Told[]) =>
    errors.map(({ context, ...rest }) => ({
      ...rest,
      context: context.map(({ type, ...entry }) => ({ ...entry, type: type.name })),
    })),
  )(validation)

const codecs = [
  { ours: ours.string, theirs: theirs.string },
  { ours: ours.UnknownRecord, theirs: theirs.UnknownRecord },
]

describe.each(codecs)("$theirs.name", ({ ours: our, theirs: their }) => {
  it("takes and refuses the same, in the same words", () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom("", "0", "key"), (input, key) => {
        const ourContext = ours.appendContext(ours.getDefaultContext(our), key, our, input)
        const theirContext = theirs.appendContext(
          theirs.getDefaultContext(their),
          key,
          their,
          input,
        )
        expect(our.is(input)).toBe(their.is(input))
        expect(named(our.validate(input, ourContext))).toEqual(
          named(their.validate(input, theirContext)),
        )
      }),
    )
  })
})

describe("a failure", () => {
  it("has its message, or none", () => {
    const context = ours.getDefaultContext(ours.string)
    for (const message of ["why", undefined])
      expect(ours.failure(1, context, message)).toEqual({
        _tag: "Left",
        left: [{ value: 1, context, message }],
      })
  })
})

describe("a codec of one's own", () => {
  it("is what it was made of", () => {
    const encode = (text: string): string => text.toUpperCase()
    const codec = new ours.Type("loud", ours.string.is, ours.string.validate, encode)
    expect([codec.name, codec.encode("a"), codec.is(1), codec.is("a")]).toEqual([
      "loud",
      "A",
      false,
      true,
    ])
  })
})
