/** DEL: ends what an interface of a container holds. Holding nothing is no error. */
import { release } from "@cni-ipam/core"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { readAttachment } from "./attachment.js"
import type { StoreHandler } from "./handler.js"
import { logReleased } from "./log-leases.js"
import { refuseOwnNetns } from "./netns.js"
import { withStore } from "./open-store.js"

export const del: StoreHandler = async (invocation) => {
  const attachment = readAttachment(invocation)
  if (isLeft(attachment)) return attachment
  const { config, owner } = attachment.right
  const { network } = invocation.request
  const released = await withStore(invocation, config, (store) =>
    release(store)({ network, owner })(),
  )
  if (isLeft(released)) return released
  logReleased(invocation.log, released.right)
  // Go's plugins complain of this as late: the address is free, whatever is wrong beside it.
  const netns = refuseOwnNetns(invocation)
  return isLeft(netns) ? netns : right("")
}
