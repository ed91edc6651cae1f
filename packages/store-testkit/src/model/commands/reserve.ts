import type { Owner } from "@cni-ipam/core"
import { compareAddresses, formatAddress } from "@cni-ipam/core"
import fc from "fast-check"
import { expect } from "vitest"
import type { PlainOutcome } from "../../plain-network.js"
import { plainNetwork } from "../../plain-network.js"
import type { Command, SeenView } from "../command.js"
import { addressAt, command, formatSubject, slot, subject } from "../command.js"
import type { ModelNetwork, Wanted } from "../model-store.js"
import { changesOf, heldLeases, isLeased, lease, ownLeases, textsOf } from "../model-store.js"
import { encloses } from "../naive-order.js"

/** Takes a view, from which later steps may reserve. */
export const view: fc.Arbitrary<Command> = subject.map((who) =>
  command(`view of ${formatSubject(who)}`, async ({ networks, views }, { store }) => {
    const network = networks[who.network]
    const { revision, held } = await plainNetwork(store, network.pool).view(who.owner)
    expect(textsOf(held)).toEqual(textsOf(heldLeases(network, who.owner)))
    const own = textsOf(ownLeases(network, who.owner))
    views.set(formatSubject(who), { revision, own, changes: changesOf(network, who.owner) })
  }),
)

const wantedAt = (network: ModelNetwork, slots: readonly number[]): readonly Wanted[] => {
  const byText = new Map<string, Wanted>()
  for (const one of slots) {
    const address = addressAt(network, one)
    const set = network.pool.rangeSets.find((candidate) => encloses(candidate, address))
    byText.set(formatAddress(address), { rangeSet: set?.id ?? "0", address })
  }
  return [...byText.values()]
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => `${a}` === `${b}`

const stale = { ownerChanged: true }

/** Who reserves from a stale view need not be told what else is against it. */
const inShort = (outcome: PlainOutcome): PlainOutcome | typeof stale =>
  "taken" in outcome && outcome.ownerChanged ? stale : outcome

/** A view that was stale for a while may count as stale although all is as it was again. */
const rightOutcomes = (
  network: ModelNetwork,
  owner: Owner,
  wanted: readonly Wanted[],
  seen: SeenView | undefined,
): readonly (PlainOutcome | typeof stale)[] => {
  if (seen && !isSame(seen.own, textsOf(ownLeases(network, owner)))) return [stale]
  const addresses = wanted.map(({ address }) => address)
  const taken = addresses.filter((address) => isLeased(network, address))
  const fresh: PlainOutcome =
    taken.length === 0
      ? { reserved: addresses.map(formatAddress) }
      : { taken: taken.toSorted(compareAddresses).map(formatAddress), ownerChanged: false }
  return seen && !isSame(seen.changes, changesOf(network, owner)) ? [fresh, stale] : [fresh]
}

/** Reserves up to three addresses, from the last view that a step took, or from a new one. */
export const reserve: fc.Arbitrary<Command> = fc
  .tuple(subject, fc.array(slot, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([who, slots, fromLastView]) =>
    command(
      `reserve for ${formatSubject(who)}, addresses #${slots}${fromLastView ? ", from the last view" : ""}`,
      async ({ networks, views }, { store }) => {
        const network = networks[who.network]
        const wanted = wantedAt(network, slots)
        const names = wanted.map(({ address }) => formatAddress(address))
        const seen = fromLastView ? views.get(formatSubject(who)) : undefined
        const right = rightOutcomes(network, who.owner, wanted, seen)
        const plain = plainNetwork(store, network.pool)
        const outcome = inShort(await plain.reserve(who.owner, names, seen?.revision))
        expect(right).toContainEqual(outcome)
        if ("reserved" in outcome) lease(network, who.owner, wanted)
      },
    ),
  )
