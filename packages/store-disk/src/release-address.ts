/** Gives one address back, whoever holds it: the lease file says who. */
import type { AddressQuery, Lease, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, map, mapLeft, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable, none } from "fp-ts/lib/Option.js"
import { leaseAt } from "./list-leases.js"
import { release } from "./release.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

export const releaseAddress = (
  session: Session,
  { network, address, only = () => true }: AddressQuery,
): Either<StoreError, Option<Lease>> =>
  pipe(
    leaseAt(session, address),
    mapLeft(unavailable("read")),
    flatMap(([lease]): Either<StoreError, Option<Lease>> => {
      if (lease === undefined || !only(lease)) return right(none)
      return pipe(
        release(session, { network, owner: lease.owner, addresses: [address] }),
        map(([ended]) => fromNullable(ended)),
      )
    }),
  )
