/** GC: ends the leases of this node whose attachments are not valid any more. */
import type { GarbageQuery, GarbageReport, Store, StoreError } from "@cni-ipam/core"
import { collectGarbage } from "@cni-ipam/core"
import { isLeft } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { StoreHandler } from "./handler.js"
import type { Invocation } from "./invocation.js"
import type { Log } from "./log.js"
import { logReleased } from "./log-leases.js"
import { readNetworkConfig } from "./network-config.js"
import { nodeOf, withStore } from "./open-store.js"
import type { GarbageLeft } from "./plugin-error.js"
import { readValidAttachments } from "./valid-attachments.js"

const logReport =
  (log: Log) =>
  ({ released, repairs }: GarbageReport): void => {
    repairs.forEach(log.warn)
    logReleased(log, released)
  }

const failIfLeft = ({ failures, problems }: GarbageReport): TaskEither<GarbageLeft, string> =>
  failures.length + problems.length > 0
    ? TE.left({ _tag: "GarbageLeft", failures, problems })
    : TE.right("")

/**
 * Ends what is stale in a store that is open already, and logs it.
 *
 * @example
 * collectStale(invocation, { node: "n1", valid })(store)
 */
export const collectStale =
  ({ request, log }: Invocation, who: Pick<GarbageQuery, "node" | "valid">) =>
  (store: Store): TaskEither<StoreError | GarbageLeft, string> =>
    pipe(
      collectGarbage(store)({ network: request.network, ...who }),
      TE.tapIO((report) => () => logReport(log)(report)),
      TE.flatMap((report): TaskEither<StoreError | GarbageLeft, string> => failIfLeft(report)),
    )

export const gc: StoreHandler = async (invocation) => {
  const { plugin, request } = invocation
  const config = readNetworkConfig(request.input, plugin)
  if (isLeft(config)) return config
  const valid = readValidAttachments(request.input)
  if (isLeft(valid)) return valid
  const node = nodeOf(invocation, config.right)
  return withStore(invocation, config.right, (store) =>
    collectStale(invocation, { node, valid: valid.right })(store)(),
  )
}
