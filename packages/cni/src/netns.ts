/** A container must not share the network namespace of the plugin that sets it up. */
import { type Either, left, right } from "fp-ts/lib/Either.js"
import type { Invocation } from "./invocation.js"

export type SameNetns = { readonly _tag: "SameNetns"; readonly path: string }

/**
 * Refuses a container whose namespace is our own, unless `CNI_NETNS_OVERRIDE` allows it.
 *
 * @example
 * refuseOwnNetns(invocation)
 */
export const refuseOwnNetns = ({ io, request }: Invocation): Either<SameNetns, void> => {
  const { netns, netnsOverride } = request.environment
  return netns !== "" && !netnsOverride && io.sameNetns(netns)
    ? left({ _tag: "SameNetns", path: netns })
    : right(undefined)
}
