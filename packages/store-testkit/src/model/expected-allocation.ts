/** What the allocator has to answer, found out the slow and obvious way. */
import type { Address, AllocationError, Owner, RangeSet } from "@cni-ipam/core"
import { formatAddress, sameAddress } from "@cni-ipam/core"
import type { ModelNetwork } from "./model-store.js"
import { freeOf, heldLeases, isLeased, orderOf } from "./model-store.js"
import { encloses, givenOut } from "./naive-order.js"

type Reason = AllocationError["_tag"]

export type Expected =
  | { readonly refused: readonly Reason[] }
  /** For each range set the addresses any of which is right. */
  | { readonly given: readonly (readonly string[])[] }

const reasonsAgainst = (
  { pool }: ModelNetwork,
  requested: Address | undefined,
): readonly Reason[] => {
  if (requested === undefined) return []
  const set = pool.rangeSets.find((one) => encloses(one, requested))
  if (set === undefined) return ["NotInPool"]
  if (givenOut(set).some((one) => sameAddress(one, requested))) return []
  const isGateway = set.ranges.some(
    ({ gateway }) => gateway._tag === "Some" && sameAddress(gateway.value, requested),
  )
  return [isGateway ? "IsGateway" : "IsExcluded"]
}

/**
 * A store that guesses its candidates may give any other one if the guess was taken, and may
 * remember later which ones were free when it looked.
 */
const choicesOf = (
  network: ModelNetwork,
  set: RangeSet,
  exactCandidates: boolean,
): readonly Address[] => {
  const free = freeOf(network, set)
  const [guess] = orderOf(network, set)
  const guessIsRight = guess !== undefined && !isLeased(network, guess)
  const isFirst = exactCandidates || (guessIsRight && !network.hasReleased)
  return isFirst ? free.slice(0, 1) : free
}

export const expectedAllocation = (
  network: ModelNetwork,
  owner: Owner,
  requested: Address | undefined,
  exactCandidates: boolean,
): Expected => {
  const refused = reasonsAgainst(network, requested)
  if (refused.length > 0) return { refused }
  const { rangeSets } = network.pool
  const isAsked = (set: RangeSet) => requested !== undefined && encloses(set, requested)
  const holdsOneOf = (set: RangeSet) =>
    heldLeases(network, owner).some(({ address }) => encloses(set, address))
  if (rangeSets.some((set) => !isAsked(set) && holdsOneOf(set)))
    return { refused: ["AlreadyLeased"] }
  const reasons: Reason[] = []
  if (requested !== undefined && isLeased(network, requested)) reasons.push("Taken")
  if (rangeSets.some((set) => !isAsked(set) && freeOf(network, set).length === 0))
    reasons.push("Exhausted")
  if (reasons.length > 0) return { refused: reasons }
  return {
    given: rangeSets.map((set) =>
      requested !== undefined && isAsked(set)
        ? [formatAddress(requested)]
        : choicesOf(network, set, exactCandidates).map(formatAddress),
    ),
  }
}
