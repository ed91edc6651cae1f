/**
 * A store over any key-value server that has transactions: no locks, no sessions. Whatever two
 * machines do at once, each key is changed by the one whose transaction found it as expected.
 *
 * An allocation takes two round trips, a release two, however many leases there are.
 */
import type { Store, StoreContext, StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { removeOldFences } from "./create-surely.js"
import { deadlineIn } from "./deadline.js"
import { definition } from "./definition.js"
import { kvDocuments } from "./documents.js"
import { forget } from "./forget.js"
import { free } from "./free.js"
import { guess } from "./guess.js"
import { handOver } from "./hand-over.js"
import { segmentOf } from "./key-segment.js"
import type { Kit, Site } from "./kit.js"
import type { Kv } from "./kv.js"
import type { Layout } from "./layout.js"
import { networks } from "./networks.js"
import { leasePage } from "./read-leases.js"
import { release } from "./release.js"
import { releaseAddress } from "./release-address.js"
import { repair } from "./repair.js"
import { reserve } from "./reserve.js"
import { searchMemory } from "./search-memory.js"
import { status } from "./status.js"
import { view } from "./view.js"

export interface KvStoreOptions {
  /** Of one call; of all calls together if the store is opened for one command. Milliseconds. */
  readonly timeout: number
}

const checkRangeSets = (ids: readonly string[]): E.Either<StoreError, unknown> =>
  pipe(
    ids,
    E.traverseArray((id) =>
      pipe(
        segmentOf("range set", id),
        E.filterOrElse(
          (segment) => segment === id,
          (): StoreError => ({ _tag: "BadName", what: "range set", name: id }),
        ),
      ),
    ),
  )

/**
 * Makes a store of a connection and a layout of keys.
 *
 * @example
 * const store = kvStore(kv, layout, { timeout: 5000 }, { node: "n1", warn: console.warn })
 */
export const kvStore = (
  kv: Kv,
  layout: Layout,
  { timeout }: KvStoreOptions,
  { node, warn, forOneCommand = false }: StoreContext,
): Store => {
  const kit: Kit = { kv, layout, node, warn, memory: searchMemory() }
  const wholeCommand = deadlineIn(timeout)
  const deadline = () => (forOneCommand ? wholeCommand : deadlineIn(timeout))

  const at = <A>(
    network: string,
    rangeSets: readonly string[],
    work: (site: Site) => TaskEither<StoreError, A>,
  ): TaskEither<StoreError, A> => {
    const checked = checkRangeSets(rangeSets)
    if (E.isLeft(checked)) return TE.left(checked.left)
    const segment = segmentOf("network", network)
    if (E.isLeft(segment)) return TE.left(segment.left)
    return () => work({ ...kit, name: network, network: segment.right, until: deadline() })()
  }

  return {
    isShared: true,
    guess: (query) =>
      pipe(
        segmentOf("network", query.network),
        E.match(
          () => none,
          (network) => guess(kit, network, query),
        ),
      ),
    view: (query) =>
      at(
        query.network,
        query.rangeSets.map(({ id }) => id),
        view(query),
      ),
    free: (query) => at(query.network, [query.rangeSet.id], free(query)),
    reserve: (reservation) =>
      at(
        reservation.network,
        reservation.wanted.map(({ rangeSet }) => rangeSet),
        reserve(reservation),
      ),
    release: (query) => at(query.network, [], release(query)),
    releaseAddress: (query) => at(query.network, [], releaseAddress(query)),
    handOver: (query) => at(query.network, [query.rangeSet], handOver(query)),
    leases: (query) => at(query.network, [], leasePage(query)),
    definition: (network) => at(network, [], definition),
    networks: () => networks(kit, deadline())(),
    repair: (network) => at(network, [], repair),
    forget: (network) => at(network, [], forget),
    tidy: () => removeOldFences(kit, deadline())(),
    documents: kvDocuments(kit, deadline),
    status: (network) => at(network, [], status),
    close: kv.close,
  }
}
