/** ADD: an address of each pool that a delegate before has selected. */
import type { Invocation } from "@cni-ipam/cni"
import { checkFamilies, formatResult, logLeased, readWishes } from "@cni-ipam/cni"
import type { Allocation } from "@cni-ipam/core"
import { familyOf } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { defaultRoutes } from "./default-routes.js"
import { definedPools } from "./defined-pools.js"
import { leaseFromPools } from "./lease-from-pools.js"
import { demandPools } from "./requested-pools.js"
import type { Command } from "./with-pools.js"

const resultOf = ({ request }: Invocation, allocations: readonly Allocation[]): string => {
  const addresses = allocations.map(({ lease, prefixLength, gateway }) => ({
    address: lease.address,
    prefixLength,
    gateway,
  }))
  return formatResult(request.version, { addresses, routes: defaultRoutes(addresses), dns: {} })
}

export const add: Command = ({ invocation, pools, node, network, owner }) => {
  const { io, log, request } = invocation
  return pipe(
    TE.Do,
    TE.bindW("wishes", () => TE.fromEither(readWishes(request))),
    TE.bind("requested", () => TE.fromEither(demandPools(request.input))),
    TE.bind("defined", ({ requested }) =>
      definedPools(
        pools,
        requested.map(({ name }) => name),
      ),
    ),
    TE.tap(({ defined }) =>
      TE.fromEither(checkFamilies(request.version, defined.rangeSets.map(familyOf))),
    ),
    TE.flatMap(({ wishes: { requested: byRuntime, holder }, requested, defined }) => {
      const details = { ...holder, node, allocatedAt: io.now().getTime() }
      const leaseRequest = { network, owner, requested, byRuntime, details }
      return leaseFromPools(pools, defined, leaseRequest, log.warn)
    }),
    TE.map((allocations) => {
      logLeased(
        log,
        allocations.map(({ lease }) => lease),
      )
      return resultOf(invocation, allocations)
    }),
  )
}
