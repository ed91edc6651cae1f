/** DEL: ends what the attachment holds in the pools. Holding nothing is no error. */
import type { PluginError } from "@cni-ipam/cni"
import { logReleased } from "@cni-ipam/cni"
import type { Lease } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { HeldLeases } from "./held-leases.js"
import { heldLeases } from "./held-leases.js"
import { storeFailure } from "./pool-error.js"
import type { Client, Command } from "./with-pools.js"

const release = (
  { pools, network, owner }: Client,
  { here, elsewhere }: HeldLeases,
): TaskEither<PluginError, readonly Lease[]> => {
  const addresses = here.map(({ address }) => address)
  if (addresses.length === 0 && elsewhere.length > 0) return TE.right([])
  // Also where nothing was seen: the store makes sure of that, and of lists that are out of date.
  return pipe(
    pools.store.release({ network, owner, ...(elsewhere.length > 0 && { addresses }) }),
    TE.mapLeft(storeFailure),
  )
}

export const del: Command = (client) =>
  pipe(
    heldLeases(client),
    TE.flatMap((held) => release(client, held)),
    TE.map((released) => {
      logReleased(client.invocation.log, released)
      return ""
    }),
  )
