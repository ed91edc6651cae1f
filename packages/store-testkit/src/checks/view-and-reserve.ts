import type { Decision, Owner, Store, View } from "@cni-ipam/core"
import { formatAddress } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import { toUndefined } from "fp-ts/lib/Option.js"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, details, dual, eth0, ip, lan, mail, web } from "../samples.js"
import type { Topic } from "../topic.js"

type Decide = (view: View) => Either<string, Decision>

/** Decides for the candidates of the view, or for the addresses that are named. */
const take =
  (owner: Owner, ...named: readonly string[]): Decide =>
  ({ revision, candidates }) => {
    const addresses =
      named.length > 0 ? named.map(ip) : candidates.flatMap((one) => toUndefined(one) ?? [])
    const wanted = addresses.map((address, index) => ({ rangeSet: `${index}`, address }))
    return right({ reservation: { network: "lan", owner, revision, wanted, details } })
  }

/** The addresses reserved, what stood against it, or why it was refused. */
const decideOn = async (
  store: Store,
  owner: Owner,
  decide: Decide,
  { rangeSets } = lan,
): Promise<readonly string[] | string> => {
  if (store.viewAndReserve === undefined) throw new Error("the store has no viewAndReserve")
  const { run } = store.viewAndReserve
  const decided = await answer(run({ network: "lan", owner, rangeSets }, decide))
  if (isLeft(decided)) return decided.left
  const { outcome } = decided.right
  return outcome._tag === "Reserved"
    ? outcome.leases.map(({ address }) => formatAddress(address))
    : `${outcome._tag}: ${outcome.taken.map(({ address }) => formatAddress(address)).join()}`
}

export const viewingAndReserving: Topic = {
  title: "a decision made of a view and reserved at once",
  needs: ["viewAndReserve"],
  promises: {
    "is kept, with an address of each set": async (store) => {
      expect(await decideOn(store, web, take(web), dual)).toEqual(["10.0.0.2", "2001:db8::2"])
      expect(await plainNetwork(store, dual).held(web)).toEqual(["10.0.0.2", "2001:db8::2"])
    },

    "rests on what the owner holds and on what is free": async (store) => {
      const net = plainNetwork(store, lan)
      await net.take(web, "10.0.0.2")
      await net.take(db, "10.0.0.3")
      const seen: View[] = []
      const look: Decide = (view) => {
        seen.push(view)
        return take(web)(view)
      }
      expect(await decideOn(store, web, look)).toEqual(["10.0.0.4"])
      expect(seen.map(({ held }) => held.map(({ address }) => formatAddress(address)))).toEqual([
        ["10.0.0.2"],
      ])
      expect(await net.held(web)).toEqual(["10.0.0.2", "10.0.0.4"])
    },

    "leases nothing where it is a refusal": async (store) => {
      const net = plainNetwork(store, lan)
      expect(await decideOn(store, web, () => left("no"))).toBe("no")
      expect(await net.leases()).toEqual([])
      expect(await net.allocate(web)).toEqual(["10.0.0.2"])
    },

    "leases nothing where an address is taken, and is told which": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(db, "2001:db8::3")
      const both = take(web, "10.0.0.3", "2001:db8::3")
      expect(await decideOn(store, web, both, dual)).toBe("Conflict: 2001:db8::3")
      expect(await net.leases()).toEqual(["2001:db8::3 db-1 (eth0)"])
    },

    "is made with nobody in between, so that addresses come in order": async (store) => {
      const owners = [web, db, mail, eth0("c4"), eth0("c5")]
      const given = await Promise.all(owners.map((owner) => decideOn(store, owner, take(owner))))
      expect(given.flat().toSorted()).toEqual([2, 3, 4, 5, 6].map((last) => `10.0.0.${last}`))
    },
  },
}
