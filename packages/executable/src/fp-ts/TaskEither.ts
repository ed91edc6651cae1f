/** What is used of fp-ts's TaskEither. */
import type { IO } from "fp-ts/es6/IO.js"
import type { Task } from "fp-ts/es6/Task.js"
import type { TaskEither } from "fp-ts/es6/TaskEither.js"
import type { Either, Empty, With } from "./Either.js"
import * as E from "./Either.js"

export type { TaskEither } from "fp-ts/es6/TaskEither.js"

export const left =
  <E = never, A = never>(error: E): TaskEither<E, A> =>
  async () =>
    E.left(error)

export const right =
  <E = never, A = never>(value: A): TaskEither<E, A> =>
  async () =>
    E.right(value)

export const fromEither =
  <E, A>(either: Either<E, A>): TaskEither<E, A> =>
  async () =>
    either

export const fromIOEither =
  <E, A>(io: IO<Either<E, A>>): TaskEither<E, A> =>
  async () =>
    io()

export const fromTask =
  <E = never, A = never>(task: Task<A>): TaskEither<E, A> =>
  async () =>
    E.right(await task())

/** What an `Either` that was waited for becomes. */
const then =
  <E, A, B>(become: (either: Either<E, A>) => B | Promise<B>) =>
  (task: TaskEither<E, A>): Task<B> =>
  async () =>
    become(await task())

export const map = <A, B>(f: (value: A) => B): (<E>(task: TaskEither<E, A>) => TaskEither<E, B>) =>
  then(E.map(f))

export const mapLeft = <E, G>(
  f: (error: E) => G,
): (<A>(task: TaskEither<E, A>) => TaskEither<G, A>) => then(E.mapLeft(f))

export const bimap = <E, G, A, B>(
  f: (error: E) => G,
  g: (value: A) => B,
): ((task: TaskEither<E, A>) => TaskEither<G, B>) => then(E.bimap(f, g))

export const match = <E, A, B>(
  onLeft: (error: E) => B,
  onRight: (value: A) => B,
): ((task: TaskEither<E, A>) => Task<B>) => then(E.match(onLeft, onRight))

export const matchE = <E, A, B>(
  onLeft: (error: E) => Task<B>,
  onRight: (value: A) => Task<B>,
): ((task: TaskEither<E, A>) => Task<B>) =>
  then((either: Either<E, A>) =>
    either._tag === "Left" ? onLeft(either.left)() : onRight(either.right)(),
  )

export const flatMap =
  <A, G, B>(f: (value: A) => TaskEither<G, B>) =>
  <E>(task: TaskEither<E, A>): TaskEither<E | G, B> =>
  async () => {
    const either = await task()
    return either._tag === "Left" ? either : f(either.right)()
  }

export const flatMapEither = <A, G, B>(
  f: (value: A) => Either<G, B>,
): (<E>(task: TaskEither<E, A>) => TaskEither<E | G, B>) => then(E.flatMap(f))

export const orElse =
  <E, G, A>(f: (error: E) => TaskEither<G, A>) =>
  (task: TaskEither<E, A>): TaskEither<G, A> =>
  async () => {
    const either = await task()
    return either._tag === "Left" ? f(either.left)() : either
  }

export const tapEither = <A, G>(
  f: (value: A) => Either<G, unknown>,
): (<E>(task: TaskEither<E, A>) => TaskEither<E | G, A>) => then(E.tap(f))

export const tapIO =
  <A>(f: (value: A) => IO<unknown>) =>
  <E>(task: TaskEither<E, A>): TaskEither<E, A> =>
  async () => {
    const either = await task()
    if (either._tag === "Right") f(either.right)()
    return either
  }

export const Do: TaskEither<never, Empty> = right({})

export function bindW<Name extends string, A, G, B>(
  name: Exclude<Name, keyof A>,
  f: (value: A) => TaskEither<G, B>,
): <E>(task: TaskEither<E, A>) => TaskEither<E | G, With<A, Name, B>>
export function bindW(name: string, f: (value: object) => TaskEither<unknown, unknown>) {
  return flatMap((value: object) => map((result) => ({ ...value, [name]: result }))(f(value)))
}

export const bind: <Name extends string, A, E, B>(
  name: Exclude<Name, keyof A>,
  f: (value: A) => TaskEither<E, B>,
) => (task: TaskEither<E, A>) => TaskEither<E, With<A, Name, B>> = bindW

export const traverseSeqArray =
  <A, E, B>(f: (item: A) => TaskEither<E, B>) =>
  (items: readonly A[]): TaskEither<E, readonly B[]> =>
  async () => {
    const results: B[] = []
    for (const item of items) {
      const result = await f(item)()
      if (result._tag === "Left") return result
      results.push(result.right)
    }
    return E.right(results)
  }
