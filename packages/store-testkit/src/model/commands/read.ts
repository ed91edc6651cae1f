import { compareAddresses, formatAddress } from "@cni-ipam/core"
import fc from "fast-check"
import { expect } from "vitest"
import { answer } from "../../answer.js"
import { formatLease, plainNetwork } from "../../plain-network.js"
import type { Command } from "../command.js"
import { addressAt, command, network, slot } from "../command.js"
import { freeOf, inOrder, textsOf } from "../model-store.js"

/** Asks each range set for free addresses. */
export const free: fc.Arbitrary<Command> = fc
  .tuple(network, fc.integer({ min: 1, max: 8 }))
  .map(([index, limit]) =>
    command(`free in network ${index}, at most ${limit}`, async ({ networks }, { store }) => {
      const model = networks[index]
      const plain = plainNetwork(store, model.pool)
      for (const [position, set] of model.pool.rangeSets.entries())
        expect(await plain.free(limit, position)).toEqual(
          freeOf(model, set).slice(0, limit).map(formatAddress),
        )
    }),
  )

/** Reads one page of leases, from the beginning or from behind some address. */
export const page: fc.Arbitrary<Command> = fc
  .tuple(network, fc.option(slot), fc.integer({ min: 1, max: 4 }))
  .map(([index, from, limit]) =>
    command(
      `page of ${limit} in network ${index}${from === null ? "" : `, after address #${from}`}`,
      async ({ networks }, { store }) => {
        const model = networks[index]
        const after = from === null ? undefined : addressAt(model, from)
        const query = { network: model.pool.network, limit, ...(after && { after }) }
        const { leases } = await answer(store.leases(query))
        const behind = inOrder(model.leases).filter(
          ({ address }) => after === undefined || compareAddresses(address, after) > 0,
        )
        expect(leases.map(formatLease)).toEqual(textsOf(behind.slice(0, leases.length)))
        if (behind.length > 0) expect(leases.length).toBeGreaterThan(0)
        expect(leases.length).toBeLessThanOrEqual(limit)
      },
    ),
  )

/** Asks for the networks, of which only those count that ever had a lease. */
export const listNetworks: fc.Arbitrary<Command> = fc.constant(
  command("networks", async ({ networks }, { store }) => {
    const used = networks.filter(({ cursors }) => cursors.size > 0)
    expect(await answer(store.networks)).toEqual(used.map(({ pool }) => pool.network))
  }),
)

/** Forgets a network, if it has no leases. */
export const forget: fc.Arbitrary<Command> = network.map((index) =>
  command(`forget network ${index}`, async ({ networks }, { store }) => {
    const model = networks[index]
    const isEmpty = model.leases.length === 0
    expect(await answer(store.forget(model.pool.network))).toBe(isEmpty)
    if (isEmpty) model.cursors.clear()
  }),
)

/** Repairs a network, in which there is nothing to mend. */
export const repair: fc.Arbitrary<Command> = network.map((index) =>
  command(`repair of network ${index}`, async ({ networks }, { store }) => {
    expect(await answer(store.repair(networks[index].pool.network))).toEqual([])
  }),
)
