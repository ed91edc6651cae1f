import type { NetworkDefinition, Store } from "@cni-ipam/core"
import { makeRange, parseCidr } from "@cni-ipam/core"
import { isLeft } from "fp-ts/lib/Either.js"
import { isNone, none, some } from "fp-ts/lib/Option.js"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, details, eth0, ip, lan, web } from "../samples.js"
import type { Topic } from "../topic.js"

const cidr = (text: string) => {
  const parsed = parseCidr(text)
  if (isNone(parsed)) throw new Error(`${text} is no CIDR`)
  return parsed.value
}

const small: NetworkDefinition = [[{ subnet: cidr("10.0.0.0/29") }]]

const elaborate: NetworkDefinition = [
  [
    {
      subnet: cidr("10.1.0.0/24"),
      rangeStart: ip("10.1.0.10"),
      rangeEnd: ip("10.1.0.99"),
      gateway: ip("10.1.0.254"),
      exclude: [{ family: 4, first: ip("10.1.0.32").value, last: ip("10.1.0.47").value }],
    },
    { subnet: cidr("10.2.0.0/24") },
  ],
  [{ subnet: cidr("fd00::/64"), gateway: ip("fe80::1") }],
]

/** One of addresses that are no block in CIDR notation, nor a part of one. */
const holes: NetworkDefinition = [
  [
    {
      subnet: cidr("10.0.0.0/24"),
      exclude: [{ family: 4, first: ip("10.0.0.3").value, last: ip("10.0.0.10").value }],
    },
  ],
  [
    {
      subnet: cidr("fd00::/64"),
      exclude: [{ family: 6, first: ip("fd00::fffe").value, last: ip("fd00::3:0").value }],
    },
  ],
]

const withoutGateway: NetworkDefinition = [[{ subnet: cidr("10.0.0.0/29"), gateway: none }]]

const reserveWith = async (store: Store, address: string, definition?: NetworkDefinition) => {
  const owner = eth0(`of-${address}`)
  const { revision } = await plainNetwork(store, lan).view(owner)
  return answer(
    store.reserve({
      network: "lan",
      owner,
      revision,
      wanted: [{ rangeSet: "0", address: ip(address) }],
      details,
      ...(definition && { definition }),
    }),
  )
}

/**
 * What the ranges come to: a store may write a default that was left out, and may have another word
 * for the addresses that are excluded.
 */
const rangesOf = (definition: NetworkDefinition) =>
  definition.map((set) =>
    set.map((spec) => {
      const made = makeRange(spec)
      if (isLeft(made)) return made.left
      const { exclude, ...range } = made.right
      return range
    }),
  )

export const definitions: Topic = {
  title: "the definition of a network",
  needs: ["definitions"],
  promises: {
    "is not there before anybody has defined it": async (store) => {
      expect(await answer(store.definition("lan"))).toEqual(none)
      await plainNetwork(store, lan).take(web, "10.0.0.2")
      expect(await answer(store.definition("lan"))).toEqual(none)
    },

    "is kept with the first reservation that brings one": async (store) => {
      expect(await reserveWith(store, "10.0.0.2", elaborate)).toMatchObject({ _tag: "Reserved" })
      const kept = await answer(store.definition("lan"))
      expect(kept._tag === "Some" && rangesOf(kept.value)).toEqual(rangesOf(elaborate))
      expect(await answer(store.definition("lan2"))).toEqual(none)
    },

    "excludes the addresses that it was made with, whatever they begin and end with": async (
      store,
    ) => {
      await reserveWith(store, "10.0.0.2", holes)
      const kept = await answer(store.definition("lan"))
      expect(kept._tag === "Some" && rangesOf(kept.value)).toEqual(rangesOf(holes))
    },

    "has no gateway where it was made without one": async (store) => {
      await reserveWith(store, "10.0.0.2", withoutGateway)
      const kept = await answer(store.definition("lan"))
      expect(kept._tag === "Some" && rangesOf(kept.value)).toEqual(rangesOf(withoutGateway))
    },

    "is shown by a view that asks for it, and by no other": async (store) => {
      await reserveWith(store, "10.0.0.2", small)
      const query = { network: "lan", owner: db, rangeSets: lan.rangeSets }
      const shown = (await answer(store.view({ ...query, wantsDefinition: true }))).definition
      expect(shown._tag === "Some" && rangesOf(shown.value)).toEqual(rangesOf(small))
      expect((await answer(store.view(query))).definition).toEqual(none)
    },

    "is not replaced: who brings another one must look again": async (store) => {
      await reserveWith(store, "10.0.0.2", small)
      const outcome = await reserveWith(store, "10.0.0.3", elaborate)
      if (outcome._tag === "Conflict") expect(outcome.ownerChanged).toBe(true)
      const kept = await answer(store.definition("lan"))
      expect(some(kept._tag === "Some" && rangesOf(kept.value))).toEqual(some(rangesOf(small)))
    },

    "is not kept with a reservation that is refused": async (store) => {
      await plainNetwork(store, lan).take(web, "10.0.0.2")
      expect(await reserveWith(store, "10.0.0.2", small)).toMatchObject({ _tag: "Conflict" })
      expect(await answer(store.definition("lan"))).toEqual(none)
    },

    "is no lease": async (store) => {
      await reserveWith(store, "10.0.0.2", small)
      expect(await plainNetwork(store, lan).leases()).toEqual(["10.0.0.2 of-10.0.0.2 (eth0)"])
      expect(await answer(store.repair("lan"))).toEqual([])
    },

    "stays when the network is forgotten": async (store) => {
      await reserveWith(store, "10.0.0.2", small)
      await plainNetwork(store, lan).release(eth0("of-10.0.0.2"))
      expect(await answer(store.forget("lan"))).toBe(true)
      expect(await answer(store.networks)).toEqual([])
      const kept = await answer(store.definition("lan"))
      expect(kept._tag === "Some" && rangesOf(kept.value)).toEqual(rangesOf(small))
    },
  },
}
