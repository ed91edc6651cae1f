/** CHECK: whether an interface of a container still holds what ADD gave it. */
import { checkLeases } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import { readAttachment } from "./attachment.js"
import { definedPool } from "./defined-pool.js"
import type { StoreHandler } from "./handler.js"
import { withStore } from "./open-store.js"
import type { PluginError } from "./plugin-error.js"
import { readPreviousAddresses } from "./previous-result.js"

export const check: StoreHandler = async (invocation) => {
  const attachment = readAttachment(invocation)
  if (isLeft(attachment)) return attachment
  const expected = readPreviousAddresses(invocation.request.input)
  if (isLeft(expected)) return expected
  const { config, owner } = attachment.right
  return withStore(invocation, config, async (store): Promise<Either<PluginError, string>> => {
    const pool = await definedPool(invocation, attachment.right, store)
    if (isLeft(pool)) return pool
    const held = await checkLeases(store)({ pool: pool.right, owner, expected: expected.right })()
    if (isLeft(held)) return left(held.left._tag === "Store" ? held.left.error : held.left)
    return right("")
  })
}
