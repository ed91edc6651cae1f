/** Brings work to a network: its directory, its lock, its index. */
import type { StoreContext, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { isSome, none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { FileSystem } from "./file-system.js"
import { withLock } from "./lock.js"
import type { NetworkPaths } from "./paths.js"
import { networkPaths } from "./paths.js"
import { readBootId } from "./seal.js"
import type { Session, SessionPlace } from "./session.js"
import { inSession } from "./session.js"
import { unavailable } from "./unavailable.js"
import type { Look } from "./view.js"

export interface WorkplaceOptions {
  readonly fs: FileSystem
  /** host-local's `dataDir`, in which each network has a directory. */
  readonly dataDir: string
  /** How long to wait for a lock that somebody else holds, in milliseconds. */
  readonly lockTimeout: number
}

export interface Workplace {
  /** Work that makes the network's directory if there is none. */
  readonly work: <A>(
    network: string,
    work: (session: Session) => Either<StoreError, A>,
  ) => TaskEither<StoreError, A>
  /** Work on what is there; without a directory the answer is `otherwise`. */
  readonly workIfPresent: <A>(
    network: string,
    otherwise: A,
    work: (session: Session) => Either<StoreError, A>,
  ) => TaskEither<StoreError, A>
  /** Looks at what is there, and looks twice before it believes that a set is exhausted. */
  readonly look: <A>(
    network: string,
    otherwise: () => A,
    look: (session: Session) => Either<StoreError, Look<A>>,
  ) => TaskEither<StoreError, A>
  /**
   * Work that is decided by such a look, with nobody in between. Where the decision is an answer
   * already (left), nothing is done, and the network gets no directory by it.
   */
  readonly lookAndWork: <A, B>(
    network: string,
    otherwise: () => A,
    look: (session: Session) => Either<StoreError, Look<A>>,
    decide: (seen: A) => Either<B, (session: Session) => Either<StoreError, B>>,
  ) => TaskEither<StoreError, B>
  /** Work on what is there, which is read anew before; without a directory it is `otherwise`. */
  readonly scanAndWork: <A>(
    network: string,
    otherwise: A,
    work: (session: Session) => Either<StoreError, A>,
  ) => TaskEither<StoreError, A>
  /** Reads the whole directory anew and tells what was mended. */
  readonly rescan: (network: string) => TaskEither<StoreError, readonly string[]>
}

/**
 * Somebody who removes a file just while a command of ours is under way, and does not take the
 * lock, goes unnoticed. So a range that seems exhausted is looked at closely, but not so often
 * that every request that fails reads the whole directory.
 */
const lookAgainAfterMs = 60_000

export const workplace = (
  { fs, dataDir, lockTimeout }: WorkplaceOptions,
  { node, warn }: StoreContext,
): Workplace => {
  const memory: SessionPlace["memory"] = new Map()
  let knownBootId: string | undefined

  const bootId = (): string => {
    knownBootId ??= readBootId(fs)
    return knownBootId
  }

  const placeOf = (paths: NetworkPaths): SessionPlace => ({ fs, paths, node, bootId, memory })

  const exists = (paths: NetworkPaths): boolean => {
    const status = fs.status(paths.leases)
    return E.isRight(status) || status.left.code !== "ENOENT"
  }

  const locked = <A>(
    paths: NetworkPaths,
    work: () => Either<StoreError, A>,
  ): TaskEither<StoreError, A> => withLock(fs, paths.lock, lockTimeout, work)

  const inOneSession = <A>(
    paths: NetworkPaths,
    mustScan: boolean,
    work: (session: Session) => Either<StoreError, A>,
  ): Either<StoreError, A> =>
    inSession(placeOf(paths), mustScan, (session) => {
      session.repairs.forEach(warn)
      return work(session)
    })

  /** What failed for the want of a good index is done again with a new one. */
  const run = <A>(
    paths: NetworkPaths,
    work: (session: Session) => Either<StoreError, A>,
  ): Either<StoreError, A> => {
    let isSound = true
    const result = inOneSession(paths, false, (session) => {
      const outcome = work(session)
      isSound = session.index.isSound()
      return outcome
    })
    return E.isLeft(result) && !isSound ? inOneSession(paths, true, work) : result
  }

  const withPaths = <A>(
    network: string,
    work: (paths: NetworkPaths) => TaskEither<StoreError, A>,
  ): TaskEither<StoreError, A> => {
    const paths = networkPaths(dataDir, network)
    return E.isLeft(paths) ? TE.left(paths.left) : work(paths.right)
  }

  const isDoubtful = ({ index, scannedAt }: Session, isExhausted: boolean): boolean =>
    !index.isSound() || (isExhausted && Date.now() - scannedAt > lookAgainAfterMs)

  const lookTwice = <A, B>(
    paths: NetworkPaths,
    look: (session: Session) => Either<StoreError, Look<A>>,
    then: (seen: A, session: Session) => Either<StoreError, B>,
  ): Either<StoreError, B> => {
    const first = run(paths, (session): Either<StoreError, Option<B>> => {
      const seen = look(session)
      if (E.isLeft(seen)) return seen
      if (isDoubtful(session, seen.right.isExhausted)) return E.right(none)
      const done = then(seen.right.answer, session)
      return E.isLeft(done) ? done : E.right(some(done.right))
    })
    if (E.isLeft(first)) return first
    if (isSome(first.right)) return E.right(first.right.value)
    return inOneSession(paths, true, (session) => {
      const seen = look(session)
      return E.isLeft(seen) ? seen : then(seen.right.answer, session)
    })
  }

  /** Somebody has forgotten the network after it was seen to be there, and before it was locked. */
  const isGone = (paths: NetworkPaths, error: StoreError): boolean =>
    error._tag === "Unavailable" && error.subject === paths.lock && !exists(paths)

  /** Makes the directory of the network if there is none. */
  const present = <A>(
    paths: NetworkPaths,
    isThere: boolean,
    work: () => Either<StoreError, A>,
  ): TaskEither<StoreError, A> => {
    const made = isThere ? E.right(undefined) : fs.makeDirectory(paths.leases)
    return E.isLeft(made)
      ? TE.left(unavailable("make directory")(made.left))
      : pipe(
          locked(paths, work),
          TE.orElse((error) =>
            isGone(paths, error) ? present(paths, false, work) : TE.left(error),
          ),
        )
  }

  const ifPresent = <A>(
    network: string,
    otherwise: () => A,
    work: (paths: NetworkPaths) => Either<StoreError, A>,
  ): TaskEither<StoreError, A> =>
    withPaths(network, (paths) =>
      exists(paths)
        ? pipe(
            locked(paths, () => work(paths)),
            TE.orElse((error) => (isGone(paths, error) ? TE.right(otherwise()) : TE.left(error))),
          )
        : TE.right(otherwise()),
    )

  return {
    work: (network, work) =>
      withPaths(network, (paths) => present(paths, exists(paths), () => run(paths, work))),
    workIfPresent: (network, otherwise, work) =>
      ifPresent(
        network,
        () => otherwise,
        (paths) => run(paths, work),
      ),
    look: (network, otherwise, look) =>
      ifPresent(network, otherwise, (paths) => lookTwice(paths, look, E.right)),
    lookAndWork: (network, otherwise, look, decide) =>
      withPaths(network, (paths) => {
        const isThere = exists(paths)
        const foreseen = isThere ? undefined : decide(otherwise())
        if (foreseen?._tag === "Left") return TE.right(foreseen.left)
        return present(paths, isThere, () =>
          lookTwice(paths, look, (seen, session) => {
            const decided = decide(seen)
            return E.isLeft(decided) ? E.right(decided.left) : decided.right(session)
          }),
        )
      }),
    scanAndWork: (network, otherwise, work) =>
      ifPresent(
        network,
        () => otherwise,
        (paths) => inOneSession(paths, true, work),
      ),
    rescan: (network) =>
      ifPresent(
        network,
        () => [],
        (paths) => inSession(placeOf(paths), true, ({ repairs }) => E.right(repairs)),
      ),
  }
}
