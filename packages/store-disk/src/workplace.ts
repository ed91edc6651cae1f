/** Brings work to a network: its directory, its lock, its index. */
import type { StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import { isSome } from "fp-ts/lib/Option.js"
import type { Doubt } from "./doubt.js"
import type { FileSystem } from "./file-system.js"
import { withLock } from "./lock.js"
import type { NetworkPaths } from "./paths.js"
import { networkPaths } from "./paths.js"
import type { Session, SessionPlace } from "./session.js"
import { abandonSession, closeSession, openSession } from "./session.js"
import { unavailable } from "./unavailable.js"

export interface WorkplaceOptions {
  readonly fs: FileSystem
  /** host-local's `dataDir`, in which each network has a directory. */
  readonly dataDir: string
  /** How long to wait for a lock that somebody else holds, in milliseconds. */
  readonly lockTimeout: number
}

export interface Workplace extends WorkplaceOptions, SessionPlace {
  /** Told of what was mended, one sentence each. */
  readonly warn: (sentence: string) => void
}

/** What is to be done in a network. */
export interface Work<Query, A> {
  /** Why nothing can be done, as far as the query tells. */
  readonly problemIn?: (query: Query) => StoreError | undefined
  /** The answer where the network has no directory; `none` if it is to get one. */
  readonly ifAbsent: (query: Query) => Option<A>
  /** Whether the whole directory is read before. Default: only if the index is not good. */
  readonly mustScan?: boolean
  /** Whether nothing is left of the network but what others have made anew since. Default: never. */
  readonly leaves?: (outcome: Either<StoreError | Doubt, A>) => boolean
  /** Where this is in doubt of what it sees, it has changed nothing, and is run again after a scan. */
  readonly run: (session: Session, query: Query) => Either<StoreError | Doubt, A>
}

const exists = (fs: FileSystem, paths: NetworkPaths): boolean => {
  const status = fs.status(paths.leases)
  return isRight(status) || status.left.code !== "ENOENT"
}

/** What failed for the want of a good index is done again with a new one. */
const run = <Query, A>(
  place: Workplace,
  paths: NetworkPaths,
  query: Query,
  work: Work<Query, A>,
  mustScan: boolean,
): Either<StoreError, A> => {
  const opened = openSession(place, paths, mustScan)
  if (isLeft(opened)) return opened
  const session = opened.right
  for (const repair of session.repairs) place.warn(repair)
  const outcome = work.run(session, query)
  for (const repair of session.index.repairs) place.warn(repair)
  if (work.leaves?.(outcome) === true) abandonSession(place, session)
  else closeSession(place, session)
  if (isRight(outcome)) return outcome
  const error = outcome.left
  if (error._tag === "Doubtful") return run(place, paths, query, work, true)
  return mustScan || session.index.isSound() ? left(error) : run(place, paths, query, work, true)
}

/** Does the work under the lock of the network. */
export const inNetwork = async <Query extends { readonly network: string }, A>(
  place: Workplace,
  query: Query,
  work: Work<Query, A>,
): Promise<Either<StoreError, A>> => {
  const { fs, dataDir, lockTimeout } = place
  const problem = work.problemIn?.(query)
  if (problem !== undefined) return left(problem)
  const named = networkPaths(dataDir, query.network)
  if (isLeft(named)) return named
  const paths = named.right
  for (let isThere = exists(fs, paths); ; isThere = false) {
    if (!isThere) {
      const answer = work.ifAbsent(query)
      if (isSome(answer)) return right(answer.value)
      const made = fs.makeDirectory(paths.leases)
      if (isLeft(made)) return left(unavailable("make directory")(made.left))
    }
    const working = withLock(fs, paths.lock, lockTimeout, () =>
      run(place, paths, query, work, work.mustScan ?? false),
    )
    const outcome = working instanceof Promise ? await working : working
    if (isRight(outcome)) return outcome.right
    // Somebody may have forgotten the network after it was seen to be there.
    const isGone = outcome.left._tag === "Unavailable" && !exists(fs, paths)
    if (!isGone) return outcome
  }
}
