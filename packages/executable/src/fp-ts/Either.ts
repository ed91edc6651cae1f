/** What is used of fp-ts's Either. */
import type { Either, Left, Right } from "fp-ts/es6/Either.js"

export type { Either } from "fp-ts/es6/Either.js"

export const left = <E = never, A = never>(error: E): Either<E, A> => ({
  _tag: "Left",
  left: error,
})

export const right = <E = never, A = never>(value: A): Either<E, A> => ({
  _tag: "Right",
  right: value,
})

export const isLeft = <E>(either: Either<E, unknown>): either is Left<E> => either._tag === "Left"

export const isRight = <A>(either: Either<unknown, A>): either is Right<A> =>
  either._tag === "Right"

export const match =
  <E, A, B>(onLeft: (error: E) => B, onRight: (value: A) => B) =>
  (either: Either<E, A>): B =>
    either._tag === "Left" ? onLeft(either.left) : onRight(either.right)

export const map =
  <A, B>(f: (value: A) => B) =>
  <E>(either: Either<E, A>): Either<E, B> =>
    either._tag === "Left" ? either : right(f(either.right))

export const mapLeft =
  <E, G>(f: (error: E) => G) =>
  <A>(either: Either<E, A>): Either<G, A> =>
    either._tag === "Left" ? left(f(either.left)) : either

export const bimap =
  <E, G, A, B>(f: (error: E) => G, g: (value: A) => B) =>
  (either: Either<E, A>): Either<G, B> =>
    either._tag === "Left" ? left(f(either.left)) : right(g(either.right))

export const as =
  <B>(value: B) =>
  <E>(either: Either<E, unknown>): Either<E, B> =>
    either._tag === "Left" ? either : right(value)

export const flatMap =
  <A, G, B>(f: (value: A) => Either<G, B>) =>
  <E>(either: Either<E, A>): Either<E | G, B> =>
    either._tag === "Left" ? either : f(either.right)

export const chain: <E, A, B>(
  f: (value: A) => Either<E, B>,
) => (either: Either<E, A>) => Either<E, B> = flatMap

export const flatten = <E, A>(either: Either<E, Either<E, A>>): Either<E, A> =>
  either._tag === "Left" ? either : either.right

export const tap =
  <A, G>(f: (value: A) => Either<G, unknown>) =>
  <E>(either: Either<E, A>): Either<E | G, A> => {
    if (either._tag === "Left") return either
    const result = f(either.right)
    return result._tag === "Left" ? result : either
  }

export const orElse =
  <E, G, A>(f: (error: E) => Either<G, A>) =>
  (either: Either<E, A>): Either<G, A> =>
    either._tag === "Left" ? f(either.left) : either

export const getOrElse =
  <E, A>(f: (error: E) => A) =>
  (either: Either<E, A>): A =>
    either._tag === "Left" ? f(either.left) : either.right

export const tryCatch = <E, A>(f: () => A, onThrow: (thrown: unknown) => E): Either<E, A> => {
  try {
    return right(f())
  } catch (thrown) {
    return left(onThrow(thrown))
  }
}

export type Empty = Readonly<Record<never, never>>

/** An object with one more property. */
export type With<A, Name extends string, B> = {
  readonly [Key in keyof A | Name]: Key extends keyof A ? A[Key] : B
}

export const Do: Either<never, Empty> = right({})

function let_<Name extends string, A, B>(
  name: Exclude<Name, keyof A>,
  f: (value: A) => B,
): <E>(either: Either<E, A>) => Either<E, With<A, Name, B>>
function let_(name: string, f: (value: object) => unknown) {
  return map((value: object) => ({ ...value, [name]: f(value) }))
}

export { let_ as let }

export function bindW<Name extends string, A, G, B>(
  name: Exclude<Name, keyof A>,
  f: (value: A) => Either<G, B>,
): <E>(either: Either<E, A>) => Either<E | G, With<A, Name, B>>
export function bindW(name: string, f: (value: object) => Either<unknown, unknown>) {
  return flatMap((value: object) => {
    const result = f(value)
    return result._tag === "Left" ? result : right({ ...value, [name]: result.right })
  })
}

export const bind: <Name extends string, A, E, B>(
  name: Exclude<Name, keyof A>,
  f: (value: A) => Either<E, B>,
) => (either: Either<E, A>) => Either<E, With<A, Name, B>> = bindW

export const traverseArrayWithIndex =
  <E, A, B>(f: (index: number, item: A) => Either<E, B>) =>
  (items: readonly A[]): Either<E, readonly B[]> => {
    const results: B[] = []
    for (const [index, item] of items.entries()) {
      const result = f(index, item)
      if (result._tag === "Left") return result
      results.push(result.right)
    }
    return right(results)
  }

export const traverseArray = <E, A, B>(
  f: (item: A) => Either<E, B>,
): ((items: readonly A[]) => Either<E, readonly B[]>) =>
  traverseArrayWithIndex((_, item) => f(item))
