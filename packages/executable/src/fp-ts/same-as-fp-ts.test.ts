/** What stands in for fp-ts does what fp-ts does. */
import fc from "fast-check"
import * as TheirEither from "fp-ts/lib/Either.js"
import * as TheirFunction from "fp-ts/lib/function.js"
import * as TheirOption from "fp-ts/lib/Option.js"
import * as TheirTask from "fp-ts/lib/Task.js"
import * as TheirTaskEither from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import * as E from "./Either.js"
import * as F from "./function.js"
import * as O from "./Option.js"
import * as T from "./Task.js"
import * as TE from "./TaskEither.js"

type Either = TheirEither.Either<string, number>

const eithers: fc.Arbitrary<Either> = fc.oneof(
  fc.string().map(TheirEither.left),
  fc.integer().map(TheirEither.right),
)

/** A function of what was found, the same for both. */
const replies = fc.func(eithers)
const numbers = fc.func(fc.integer())
const texts = fc.func(fc.string())

type EitherModule = typeof E
const theirEither: EitherModule = TheirEither

const eitherPrograms: Readonly<
  Record<
    string,
    (
      module: EitherModule,
      e: Either,
      f: (x: unknown) => Either,
      n: (x: unknown) => number,
      s: (x: unknown) => string,
    ) => unknown
  >
> = {
  "left, right, isLeft, isRight": (M, e) => [M.left(e), M.right(e), M.isLeft(e), M.isRight(e)],
  match: (M, e, _f, n, s) =>
    M.match(
      (error) => s(error),
      (value) => `${n(value)}`,
    )(e),
  map: (M, e, _f, n) => M.map(n)(e),
  mapLeft: (M, e, _f, _n, s) => M.mapLeft(s)(e),
  bimap: (M, e, _f, n, s) => M.bimap(s, n)(e),
  as: (M, e, _f, n) => M.as(n)(e),
  flatMap: (M, e, f) => [M.flatMap(f)(e), M.chain(f)(e)],
  flatten: (M, e, f) => M.flatten(M.map(f)(e)),
  tap: (M, e, f) => M.tap(f)(e),
  orElse: (M, e, f) => M.orElse(f)(e),
  getOrElse: (M, e, _f, n) => M.getOrElse(n)(e),
  tryCatch: (M, e, _f, n, s) =>
    M.tryCatch(() => {
      if (e._tag === "Left") throw e.left
      return n(e.right)
    }, s),
  "Do, bind and let": (M, e, f, n) => M.bindW("c", f)(M.let("b", n)(M.bind("a", () => e)(M.Do))),
  traverseArray: (M, e, f) => [
    M.traverseArray(f)([e, 1, 2]),
    M.traverseArrayWithIndex((index: number, item: unknown) => f([index, item]))([e, 1]),
    M.traverseArray(f)([]),
  ],
}

describe.each(Object.entries(eitherPrograms))("Either: %s", (_name, program) => {
  it("gives the same", () => {
    fc.assert(
      fc.property(eithers, replies, numbers, texts, (e, f, n, s) => {
        expect(program(E, e, f, n, s)).toEqual(program(theirEither, e, f, n, s))
      }),
    )
  })
})

type TaskEitherModule = typeof TE
const theirTaskEither: TaskEitherModule = TheirTaskEither

const taskPrograms: Readonly<
  Record<
    string,
    (
      module: TaskEitherModule,
      e: Either,
      f: (x: unknown) => Either,
      n: (x: unknown) => number,
      s: (x: unknown) => string,
    ) => () => Promise<unknown>
  >
> = {
  "left and right": (M, e) => (e._tag === "Left" ? M.left(e) : M.right(e)),
  fromEither: (M, e) => M.fromEither(e),
  fromIOEither: (M, e) => M.fromIOEither(() => e),
  fromTask: (M, e) => M.fromTask(() => Promise.resolve(e)),
  map: (M, e, _f, n) => M.map(n)(M.fromEither(e)),
  mapLeft: (M, e, _f, _n, s) => M.mapLeft(s)(M.fromEither(e)),
  bimap: (M, e, _f, n, s) => M.bimap(s, n)(M.fromEither(e)),
  match: (M, e, _f, n) => M.match(n, n)(M.fromEither(e)),
  matchE: (M, e, _f, n) =>
    M.matchE(
      (error) => async () => n(error),
      (value) => async () => n(value),
    )(M.fromEither(e)),
  flatMap: (M, e, f) => M.flatMap((value) => M.fromEither(f(value)))(M.fromEither(e)),
  flatMapEither: (M, e, f) => M.flatMapEither(f)(M.fromEither(e)),
  orElse: (M, e, f) => M.orElse((error) => M.fromEither(f(error)))(M.fromEither(e)),
  tapEither: (M, e, f) => M.tapEither(f)(M.fromEither(e)),
  tapIO: (M, e, _f, n) => {
    const seen: unknown[] = []
    const tapped = M.tapIO((value) => () => seen.push(n(value)))(M.fromEither(e))
    return async () => [await tapped(), seen]
  },
  "Do and bind": (M, e, f) =>
    M.bindW("b", ({ a }: { readonly a: number }) => M.fromEither(f(a)))(
      M.bind("a", () => M.fromEither(e))(M.Do),
    ),
  traverseSeqArray: (M, e, f) => {
    const begun: unknown[] = []
    const all = M.traverseSeqArray((item: unknown) => {
      begun.push(item)
      return M.fromEither(f(item))
    })([e, 1, 2])
    return async () => [await all(), begun]
  },
}

describe.each(Object.entries(taskPrograms))("TaskEither: %s", (_name, program) => {
  it("gives the same", async () => {
    await fc.assert(
      fc.asyncProperty(eithers, replies, numbers, texts, async (e, f, n, s) => {
        expect(await program(TE, e, f, n, s)()).toEqual(
          await program(theirTaskEither, e, f, n, s)(),
        )
      }),
    )
  })
})

it("Task gives the same", async () => {
  for (const M of [T, TheirTask]) {
    expect(await M.map((value: number) => value + 1)(M.of(1))()).toBe(2)
    expect(await M.delay(1)(M.of("late"))()).toBe("late")
    expect(await M.traverseSeqArray((item: number) => M.of(item * 2))([1, 2])()).toEqual([2, 4])
  }
})

it("Option gives the same", () => {
  fc.assert(
    fc.property(fc.option(fc.integer(), { nil: undefined }), (value) => {
      const [ours, theirs] = [O, TheirOption].map((M) => {
        const option = M.fromNullable(value)
        return [
          option,
          M.isNone(option),
          M.isSome(option),
          M.toUndefined(option),
          M.some(value),
          M.none,
        ]
      })
      expect(ours).toEqual(theirs)
      expect(O.fromNullable(null)).toEqual(TheirOption.none)
    }),
  )
})

it("pipe gives the same", () => {
  const steps = [(x: number) => x + 1, (x: number) => `${x}`, (x: string) => x.length] as const
  for (const { pipe } of [F, TheirFunction]) {
    expect(pipe(1)).toBe(1)
    expect(pipe(9, steps[0])).toBe(10)
    expect(pipe(9, ...steps)).toBe(2)
  }
})
