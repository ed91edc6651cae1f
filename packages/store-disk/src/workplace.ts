/** Brings work to a network: its directory, its lock, its index. */
import type { StoreContext, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
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
    otherwise: A,
    look: (session: Session) => Either<StoreError, Look<A>>,
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
  ): TaskEither<StoreError, A> =>
    pipe(TE.fromEither(networkPaths(dataDir, network)), TE.flatMap(work))

  const lookTwice = <A>(
    paths: NetworkPaths,
    look: (session: Session) => Either<StoreError, Look<A>>,
  ): Either<StoreError, A> =>
    pipe(
      run(paths, (session) =>
        pipe(
          look(session),
          E.map(({ answer, isExhausted }) => ({
            answer,
            isDoubtful:
              !session.index.isSound() ||
              (isExhausted && Date.now() - session.scannedAt > lookAgainAfterMs),
          })),
        ),
      ),
      E.flatMap(({ answer, isDoubtful }) =>
        isDoubtful
          ? inOneSession(paths, true, (session) =>
              pipe(
                look(session),
                E.map((found) => found.answer),
              ),
            )
          : E.right(answer),
      ),
    )

  return {
    work: (network, work) =>
      withPaths(network, (paths) =>
        pipe(
          TE.fromEither(exists(paths) ? E.right(undefined) : fs.makeDirectory(paths.leases)),
          TE.mapLeft(unavailable("make directory")),
          TE.flatMap(() => locked(paths, () => run(paths, work))),
        ),
      ),
    workIfPresent: (network, otherwise, work) =>
      withPaths(network, (paths) =>
        exists(paths) ? locked(paths, () => run(paths, work)) : TE.right(otherwise),
      ),
    look: (network, otherwise, look) =>
      withPaths(network, (paths) =>
        exists(paths) ? locked(paths, () => lookTwice(paths, look)) : TE.right(otherwise),
      ),
    rescan: (network) =>
      withPaths(network, (paths) =>
        exists(paths)
          ? locked(paths, () => inSession(placeOf(paths), true, ({ repairs }) => E.right(repairs)))
          : TE.right([]),
      ),
  }
}
