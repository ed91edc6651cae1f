/** DEL: ends what an interface of a container holds. Holding nothing is no error. */
import { release } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { readAttachment } from "./attachment.js"
import type { StoreHandler } from "./handler.js"
import { logReleased } from "./log-leases.js"
import { refuseOwnNetns } from "./netns.js"
import { withStore } from "./open-store.js"

export const del: StoreHandler = (invocation) =>
  pipe(
    TE.fromEither(readAttachment(invocation)),
    TE.flatMap(({ config, owner }) =>
      withStore(invocation, config, (store) =>
        release(store)({ network: invocation.request.network, owner }),
      ),
    ),
    TE.tapIO((released) => () => logReleased(invocation.log, released)),
    // Go's plugins complain of this as late: the address is free, whatever is wrong beside it.
    TE.flatMapEither(() => refuseOwnNetns(invocation)),
    TE.map(() => ""),
  )
