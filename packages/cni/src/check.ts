/** CHECK: whether an interface of a container still holds what ADD gave it. */
import type { CheckError, StoreError } from "@cni-ipam/core"
import { checkLeases } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { readAttachment } from "./attachment.js"
import type { Handler } from "./handler.js"
import { withStore } from "./open-store.js"
import type { CheckFailure } from "./plugin-error.js"
import { readPreviousAddresses } from "./previous-result.js"

const toFailure = (error: CheckError): CheckFailure | StoreError =>
  error._tag === "Store" ? error.error : error

export const check: Handler = (invocation) =>
  pipe(
    TE.Do,
    TE.bindW("attachment", () => TE.fromEither(readAttachment(invocation.request))),
    TE.bindW("expected", () => TE.fromEither(readPreviousAddresses(invocation.request.input))),
    TE.flatMap(({ attachment: { config, pool, owner }, expected }) =>
      withStore(invocation, config, (store) =>
        pipe(checkLeases(store)({ pool, owner, expected }), TE.mapLeft(toFailure)),
      ),
    ),
    TE.map(() => ""),
  )
