/** One step of the model-based suite: done to the model and to the store, then both compared. */
import type { Address, Owner, Store } from "@cni-ipam/core"
import { formatOwner } from "@cni-ipam/core"
import fc from "fast-check"
import { expect } from "vitest"
import type { Place } from "../place.js"
import { plainNetwork } from "../plain-network.js"
import { eth0, eth1, ip, legacy, poolOf } from "../samples.js"
import type { ModelNetwork } from "./model-store.js"
import { newModelNetwork, textsOf } from "./model-store.js"
import { rowOf } from "./naive-order.js"
import type { RangeSetTexts } from "./pools.js"

/** A view that a later reservation may be made from, and how things stood when it was taken. */
export interface SeenView {
  readonly revision: string
  readonly own: readonly string[]
  readonly changes: readonly number[]
}

export interface Model {
  readonly networks: readonly [ModelNetwork, ModelNetwork]
  readonly exactCandidates: boolean
  readonly views: Map<string, SeenView>
}

export interface Real {
  store: Store
  readonly place: Place
}

export type Command = fc.AsyncCommand<Model, Real>

/** Two networks with names that begin alike. */
export const newModel = (
  one: RangeSetTexts,
  other: RangeSetTexts,
  exactCandidates: boolean,
): Model => ({
  networks: [newModelNetwork(poolOf("net", ...one)), newModelNetwork(poolOf("net1", ...other))],
  exactCandidates,
  views: new Map(),
})

/** Whom a command is about. */
export interface Subject {
  readonly network: 0 | 1
  readonly owner: Owner
}

/** Mostly the same, so that much happens to it; the other one only has to stay as it is. */
export const network: fc.Arbitrary<Subject["network"]> = fc.constantFrom(0, 0, 0, 1)

export const subject: fc.Arbitrary<Subject> = fc.record({
  network,
  owner: fc.constantFrom(eth0("c1"), eth1("c1"), legacy("c1"), eth0("c10")),
})

export const formatSubject = ({ network, owner }: Subject): string =>
  `${formatOwner(owner)} in network ${network}`

/** Which address of a network a command is about, before it is known what addresses there are. */
export type Slot = number

export const slot: fc.Arbitrary<Slot> = fc.nat(60)

/** One of the network's addresses, or now and then one outside. */
export const addressAt = ({ pool }: ModelNetwork, slot: Slot): Address => {
  const row = pool.rangeSets.flatMap(rowOf)
  return row[slot % (row.length + 1)] ?? ip("10.99.0.1")
}

/** Nothing acknowledged is lost, nothing ended is left, and no address has two owners. */
const compareLeases = async ({ networks }: Model, { store }: Real): Promise<void> => {
  for (const network of networks)
    expect(await plainNetwork(store, network.pool).leases(), "leases").toEqual(
      textsOf(network.leases),
    )
}

/** @param name is what a counterexample prints. */
export const command = (
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real)
    await compareLeases(model, real)
  },
  toString: () => name,
})
