import type { Address } from "@cni-ipam/core"
import { sameAddress } from "@cni-ipam/core"
import { none, some } from "fp-ts/lib/Option.js"
import { answer } from "../answer.js"
import { findsBugs, wrongly } from "./planted-bug.js"

const allButLast = <A>(all: readonly A[]): readonly A[] => (all.length > 1 ? all.slice(0, -1) : all)

findsBugs({
  "leases what is free although another address of the reservation is taken": {
    plant: (healthy) => ({
      reserve: wrongly(async (reservation) => {
        const outcome = await answer(healthy.reserve(reservation))
        if (outcome._tag === "Reserved" || outcome.ownerChanged) return outcome
        const isTaken = (one: Address) =>
          outcome.taken.some(({ address }) => sameAddress(address, one))
        const wanted = reservation.wanted.filter(({ address }) => !isTaken(address))
        if (wanted.length > 0) await answer(healthy.reserve({ ...reservation, wanted }))
        return outcome
      }),
    }),
    broken: "a reservation leases none of its addresses when one of them is taken, whichever it is",
  },

  "leases an address as often as a reservation names it": {
    plant: (healthy) => ({
      reserve: wrongly(async (reservation) => {
        const { wanted } = reservation
        const once = wanted.filter(
          (one, index) =>
            wanted.findIndex((other) => sameAddress(one.address, other.address)) === index,
        )
        const outcome = await answer(healthy.reserve({ ...reservation, wanted: once }))
        if (outcome._tag === "Conflict") return outcome
        return {
          ...outcome,
          leases: wanted.flatMap(({ address }) =>
            outcome.leases.filter((lease) => sameAddress(lease.address, address)),
          ),
        }
      }),
    }),
    broken: "a reservation gets no address twice that it names twice, and leases none then",
    hiddenFromModel: true,
  },

  "looks first and writes later, over whoever was faster": {
    plant: (healthy) => ({
      reserve: wrongly(async (reservation) => {
        const { network, wanted } = reservation
        const before = (await answer(healthy.leases({ network }))).leases
        const outcome = await answer(healthy.reserve(reservation))
        if (outcome._tag === "Reserved" || outcome.ownerChanged) return outcome
        const wasFree = wanted.every(
          (one) => !before.some((lease) => sameAddress(lease.address, one.address)),
        )
        if (!wasFree) return outcome
        for (const { address, holder } of outcome.taken)
          if (holder._tag === "Some")
            await answer(healthy.release({ network, owner: holder.value, addresses: [address] }))
        return answer(healthy.reserve(reservation))
      }),
    }),
    broken: "of many callers at once one gets the address that all of them reserve",
    hiddenFromModel: true,
  },

  "only tells that it has handed a lease over": {
    plant: (healthy) => ({
      handOver: wrongly(async ({ network, address, only, ...given }) => {
        const { leases } = await answer(healthy.leases({ network }))
        const lease = leases.find((one) => sameAddress(one.address, address))
        return lease && only(lease) ? some({ ...lease, ...given }) : none
      }),
    }),
    broken:
      "a lease that is handed over is the other owner's from then on, with its new time, and no more the first one's",
    hiddenFromModel: true,
  },

  "reserves without the document that is required": {
    plant: (healthy) => ({
      reserve: wrongly(({ requires: _, ...reservation }) => answer(healthy.reserve(reservation))),
    }),
    broken:
      "a reservation that requires a document leases nothing without it, and leases with any version of it",
    hiddenFromModel: true,
  },

  "does not mind that the owner's leases have changed": {
    plant: (healthy) => ({
      reserve: wrongly(async (reservation) => {
        const { revision } = await answer(healthy.view({ ...reservation, rangeSets: [] }))
        return answer(healthy.reserve({ ...reservation, revision }))
      }),
    }),
    broken: "a reservation made from a view is refused when its owner got a lease since",
  },

  "forgets one of the leases that it says were ended": {
    plant: (healthy) => ({
      release: wrongly(async (query) => {
        const { held } = await answer(healthy.view({ ...query, rangeSets: [] }))
        const addresses = allButLast(query.addresses ?? held.map((lease) => lease.address))
        await answer(healthy.release({ ...query, addresses }))
        return held
      }),
    }),
    broken: "a release ends all leases of its owner, and returns them",
  },

  "ends the leases of all interfaces of a container": {
    plant: (healthy) => ({
      release: wrongly(async (query) => {
        const { leases } = await answer(healthy.leases(query))
        const ended = leases.filter(({ owner }) => owner.containerId === query.owner.containerId)
        for (const { network, owner } of ended) await answer(healthy.release({ network, owner }))
        return ended
      }),
    }),
    broken: "a release leaves the container's other interfaces alone",
  },

  "ends all leases of a holder whose address is given back": {
    plant: (healthy) => ({
      releaseAddress: wrongly(async (query) => {
        const ended = await answer(healthy.releaseAddress(query))
        if (ended._tag === "Some")
          await answer(healthy.release({ network: query.network, owner: ended.value.owner }))
        return ended
      }),
    }),
    broken: "a release of an address leaves its holder the others",
    hiddenFromModel: true,
  },

  "ends a lease by its address although it is not wanted": {
    plant: (healthy) => ({
      releaseAddress: ({ network, address }) => healthy.releaseAddress({ network, address }),
    }),
    broken: "a release of an address leaves a lease alone that is not wanted",
    hiddenFromModel: true,
  },
})
