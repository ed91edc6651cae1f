import type { StoreError } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"
import { isLeft } from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"

/** What the store answered. An error of it fails the check, in its own words. */
export const answer = async <A>(task: TaskEither<StoreError, A>): Promise<A> => {
  const result = await task()
  if (isLeft(result)) throw new Error(explainStoreError(result.left))
  return result.right
}
