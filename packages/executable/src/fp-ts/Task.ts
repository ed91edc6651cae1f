/** What is used of fp-ts's Task. */
import type { Task } from "fp-ts/es6/Task.js"

export type { Task } from "fp-ts/es6/Task.js"

export const of =
  <A>(value: A): Task<A> =>
  async () =>
    value

export const map =
  <A, B>(f: (value: A) => B) =>
  (task: Task<A>): Task<B> =>
  async () =>
    f(await task())

export const delay =
  (milliseconds: number) =>
  <A>(task: Task<A>): Task<A> =>
  async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    return task()
  }

export const traverseSeqArray =
  <A, B>(f: (item: A) => Task<B>) =>
  (items: readonly A[]): Task<readonly B[]> =>
  async () => {
    const results: B[] = []
    for (const item of items) results.push(await f(item)())
    return results
  }
