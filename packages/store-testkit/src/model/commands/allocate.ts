import { formatAddress } from "@cni-ipam/core"
import fc from "fast-check"
import { expect } from "vitest"
import { plainNetwork } from "../../plain-network.js"
import { ip } from "../../samples.js"
import type { Command } from "../command.js"
import { addressAt, command, formatSubject, slot, subject } from "../command.js"
import { expectedAllocation } from "../expected-allocation.js"
import { lease } from "../model-store.js"

/** Allocates any addresses, or one by name. */
export const allocate: fc.Arbitrary<Command> = fc
  .tuple(subject, fc.option(slot, { freq: 2 }))
  .map(([who, wish]) =>
    command(
      `allocate for ${formatSubject(who)}${wish === null ? "" : `, address #${wish}`}`,
      async (model, { store }) => {
        const network = model.networks[who.network]
        const { rangeSets } = network.pool
        const requested = wish === null ? undefined : addressAt(network, wish)
        const expected = expectedAllocation(network, who.owner, requested, model.exactCandidates)
        const names = requested === undefined ? [] : [formatAddress(requested)]
        const outcome = await plainNetwork(store, network.pool).allocate(who.owner, ...names)
        if ("refused" in expected) {
          expect(expected.refused).toContain(outcome)
          return
        }
        if (typeof outcome === "string") expect(outcome).toEqual(expected.given)
        for (const [index, rangeSet] of rangeSets.entries()) {
          const given = outcome[index] ?? "nothing"
          expect(expected.given[index]).toContain(given)
          lease(network, who.owner, [{ rangeSet: rangeSet.id, address: ip(given) }])
        }
      },
    ),
  )
