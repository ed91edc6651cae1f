/** Makes a lease another owner's: the new file takes the old one's place, and no moment has neither. */
import type { HandOver, Lease, StoreError } from "@cni-ipam/core"
import { sameAddress } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { bind, Do, flatMap, map, mapLeft, right, tap } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import { formatLeaseFile } from "./lease-file.js"
import { leaseAt } from "./list-leases.js"
import { leasePath } from "./paths.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

const leaseMode = 0o600

const moveTo =
  ({ fs, paths, index }: Session, old: Lease) =>
  (lease: Lease): Either<StoreError, Option<Lease>> =>
    pipe(
      Do,
      bind("before", () => index.record(old.owner)),
      bind("after", () => index.record(lease.owner)),
      tap(() => fs.write(paths.draft, formatLeaseFile(lease.owner), leaseMode)),
      tap(() => fs.rename(paths.draft, leasePath(paths, lease.address))),
      mapLeft(unavailable("write")),
      map(({ before, after }) => {
        const others = before.held.filter(({ address }) => !sameAddress(address, lease.address))
        index.keep({ ...before, held: others })
        const own = after.held.filter((one) => !sameAddress(one.address, lease.address))
        index.keep({ ...after, held: [...own, lease] })
        return some(lease)
      }),
    )

export const handOver = (
  session: Session,
  { address, only, owner, rangeSet, allocatedAt }: HandOver,
): Either<StoreError, Option<Lease>> =>
  pipe(
    leaseAt(session, address),
    mapLeft(unavailable("read")),
    flatMap(([old]) =>
      old === undefined || !only(old)
        ? right(none)
        : moveTo(session, old)({ ...old, owner, rangeSet, allocatedAt }),
    ),
  )
