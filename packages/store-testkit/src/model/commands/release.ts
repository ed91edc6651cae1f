import { formatAddress } from "@cni-ipam/core"
import fc from "fast-check"
import { expect } from "vitest"
import { plainNetwork } from "../../plain-network.js"
import type { Command } from "../command.js"
import { addressAt, command, formatSubject, slot, subject } from "../command.js"
import { inOrder, unlease } from "../model-store.js"

/** Releases all that an owner holds, or a few addresses, its own or not. */
export const release: fc.Arbitrary<Command> = fc
  .tuple(subject, fc.option(fc.array(slot, { maxLength: 4 })))
  .map(([who, slots]) =>
    command(
      `release of ${formatSubject(who)}${slots === null ? "" : `, addresses #${slots}`}`,
      async ({ networks }, { store }) => {
        const network = networks[who.network]
        const only = slots?.map((one) => addressAt(network, one))
        const ended = inOrder(unlease(network, who.owner, only))
        const plain = plainNetwork(store, network.pool)
        expect(await plain.release(who.owner, only?.map(formatAddress))).toEqual(
          ended.map(({ address }) => formatAddress(address)),
        )
      },
    ),
  )
