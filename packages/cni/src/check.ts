/** CHECK: whether an interface of a container still holds what ADD gave it. */
import type { CheckError, StoreError } from "@cni-ipam/core"
import { checkLeases } from "@cni-ipam/core"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { readAttachment } from "./attachment.js"
import { definedPool } from "./defined-pool.js"
import type { StoreHandler } from "./handler.js"
import { withStore } from "./open-store.js"
import type { CheckFailure } from "./plugin-error.js"
import { readPreviousAddresses } from "./previous-result.js"

const toFailure = (error: CheckError): CheckFailure | StoreError =>
  error._tag === "Store" ? error.error : error

export const check: StoreHandler = (invocation) => async () => {
  const attachment = readAttachment(invocation)
  if (isLeft(attachment)) return attachment
  const expected = readPreviousAddresses(invocation.request.input)
  if (isLeft(expected)) return expected
  const { config, owner } = attachment.right
  const checked = await withStore(invocation, config, (store) =>
    pipe(
      definedPool(invocation, attachment.right, store),
      TE.flatMap((pool) =>
        pipe(
          checkLeases(store)({ pool, owner, expected: expected.right }),
          TE.mapLeft((error): CheckFailure | StoreError => toFailure(error)),
        ),
      ),
    ),
  )()
  return isLeft(checked) ? checked : right("")
}
