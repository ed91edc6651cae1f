/** Lists leases as their files tell. */
import type { Address, Lease, LeasePage, LeasesQuery, StoreError } from "@cni-ipam/core"
import { compareAddresses, sameAddress } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, isLeft, left, map, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none, some } from "fp-ts/lib/Option.js"
import type { Doubt } from "./doubt.js"
import { doubt, isDoubtful } from "./doubt.js"
import type { FileError } from "./file-system.js"
import { readOwner } from "./held-leases.js"
import { bareLease } from "./index-files.js"
import { leasesOf } from "./owner-record.js"
import { leasePath } from "./paths.js"
import { addressOfFile } from "./scan.js"
import type { Session } from "./session.js"
import { unavailable } from "./unavailable.js"

/** None, if the file is gone meanwhile. */
export const leaseAt = (
  { fs, paths, index, node }: Session,
  address: Address,
): Either<FileError, readonly Lease[]> =>
  pipe(
    readOwner(fs, leasePath(paths, address)),
    flatMap((owner) => {
      if (owner === undefined) return right([])
      return pipe(
        index.record(owner),
        map((record) => {
          const known = record.held.find((one) => sameAddress(one.address, address))
          const held = [known ?? bareLease({ fs, paths, node }, address)]
          return leasesOf(paths.network, { owner, held })
        }),
      )
    }),
  )

export const listLeases = (
  session: Session,
  { after, limit = Number.POSITIVE_INFINITY }: LeasesQuery,
): Either<StoreError | Doubt, LeasePage> => {
  const names = session.fs.list(session.paths.leases)
  if (isLeft(names)) return left(unavailable("list leases in")(names.left))
  const addresses = names.right
    .flatMap((name) => addressOfFile(name) ?? [])
    .filter((address) => after === undefined || compareAddresses(address, after) > 0)
    .sort(compareAddresses)
  const page = addresses.slice(0, limit)
  const leases: Lease[] = []
  const problems: string[] = []
  for (const address of page) {
    const found = leaseAt(session, address)
    if (isLeft(found)) problems.push(`cannot read ${found.left.path}: ${found.left.code}`)
    else leases.push(...found.right)
  }
  if (isDoubtful(session, false)) return left(doubt)
  const last = page.at(-1)
  const isLast = last === undefined || page.length === addresses.length
  return right({ leases, problems, next: isLast ? none : some(last) })
}
