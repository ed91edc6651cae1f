/** CHECK: whether an interface of a container still holds what ADD gave it. */
import type { CheckError, StoreError } from "@cni-ipam/core"
import { checkLeases } from "@cni-ipam/core"
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

export const check: StoreHandler = (invocation) =>
  pipe(
    TE.Do,
    TE.bindW("attachment", () => TE.fromEither(readAttachment(invocation))),
    TE.bindW("expected", () => TE.fromEither(readPreviousAddresses(invocation.request.input))),
    TE.flatMap(({ attachment, expected }) =>
      withStore(invocation, attachment.config, (store) =>
        pipe(
          definedPool(invocation, attachment, store),
          TE.flatMap((pool) =>
            pipe(
              checkLeases(store)({ pool, owner: attachment.owner, expected }),
              TE.mapLeft((error): CheckFailure | StoreError => toFailure(error)),
            ),
          ),
        ),
      ),
    ),
    TE.map(() => ""),
  )
