/** One network of a store, spoken to in promises and texts, so that checks read as what they say. */
import type { Address, AllocationError, Lease, Owner, Pool, Store, View } from "@cni-ipam/core"
import {
  allocate,
  compareAddresses,
  formatAddress,
  formatOwner,
  leases,
  rangeFor,
} from "@cni-ipam/core"
import { isLeft } from "fp-ts/lib/Either.js"
import { expect } from "vitest"
import { answer } from "./answer.js"
import { details, ip } from "./samples.js"

type Texts = readonly string[]

/** What became of a reservation: the addresses leased, or what stood against it. */
export type PlainOutcome =
  | { readonly reserved: Texts }
  | { readonly taken: Texts; readonly ownerChanged: boolean }

export interface PlainNetwork {
  readonly view: (owner: Owner) => Promise<View>
  readonly held: (owner: Owner) => Promise<Texts>
  /** Of each range set the candidate, or `none`. */
  readonly candidates: (owner: Owner) => Promise<Texts>
  readonly free: (limit?: number, rangeSet?: number) => Promise<Texts>
  /** Reserves from a view of now, unless the revision of another one is given. */
  readonly reserve: (owner: Owner, addresses: Texts, revision?: string) => Promise<PlainOutcome>
  /** Reserves, and fails the check where that is refused. */
  readonly take: (owner: Owner, ...addresses: Texts) => Promise<void>
  readonly release: (owner: Owner, addresses?: Texts) => Promise<Texts>
  /** Every lease, as `<address> <container> (<interface>)`. */
  readonly leases: () => Promise<Texts>
  /** The addresses that the allocator gave, or the tag of what it had against it. */
  readonly allocate: (owner: Owner, ...requested: Texts) => Promise<Texts | AllocationError["_tag"]>
}

interface Addressed {
  readonly address: Address
}

const addressOf = ({ address }: Addressed): string => formatAddress(address)

/** Where a store may answer in any order, texts come in this one. */
const inOrder = (all: readonly Addressed[]): Texts =>
  all.toSorted((a, b) => compareAddresses(a.address, b.address)).map(addressOf)

export const formatLease = (lease: Lease): string =>
  `${addressOf(lease)} ${formatOwner(lease.owner)}`

export const plainNetwork = (store: Store, { network, rangeSets }: Pool): PlainNetwork => {
  const view = (owner: Owner) => answer(store.view({ network, owner, rangeSets }))

  const wish = (text: string) => {
    const address = ip(text)
    const rangeSet = rangeSets.find((set) => rangeFor(set, address) !== undefined)
    return { rangeSet: rangeSet?.id ?? "0", address }
  }

  const reserve = async (
    owner: Owner,
    addresses: Texts,
    revision?: string,
  ): Promise<PlainOutcome> => {
    const outcome = await answer(
      store.reserve({
        network,
        owner,
        revision: revision ?? (await view(owner)).revision,
        wanted: addresses.map(wish),
        details,
      }),
    )
    return outcome._tag === "Reserved"
      ? { reserved: outcome.leases.map(addressOf) }
      : { taken: inOrder(outcome.taken), ownerChanged: outcome.ownerChanged }
  }

  return {
    view,
    reserve,
    held: async (owner) => inOrder((await view(owner)).held),
    candidates: async (owner) =>
      (await view(owner)).candidates.map((one) =>
        one._tag === "None" ? "none" : formatAddress(one.value),
      ),
    free: async (limit = 1000, index = 0) => {
      const rangeSet = rangeSets[index]
      if (rangeSet === undefined) throw new Error(`${network} has no range set ${index}`)
      return (await answer(store.free({ network, rangeSet, limit }))).map(formatAddress)
    },
    take: async (owner, ...addresses) => {
      expect(await reserve(owner, addresses)).toEqual({ reserved: addresses })
    },
    release: async (owner, addresses) => {
      const only = addresses === undefined ? {} : { addresses: addresses.map(ip) }
      return inOrder(await answer(store.release({ network, owner, ...only })))
    },
    leases: async () => {
      const all = await answer(leases(store)(network))
      expect(all.problems, "leases that cannot be read").toEqual([])
      return all.leases.map(formatLease)
    },
    allocate: async (owner, ...requested) => {
      const pool = { network, rangeSets }
      const result = await allocate(store)({ pool, owner, requested: requested.map(ip) })()
      return isLeft(result) ? result.left._tag : result.right.map(({ lease }) => addressOf(lease))
    },
  }
}
