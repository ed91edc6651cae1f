import { sameAddress } from "@cni-ipam/core"
import { answer } from "../answer.js"
import { findsBugs, wrongly } from "./planted-bug.js"

findsBugs({
  "shows no leases that name no interface": {
    plant: (healthy) => ({
      view: wrongly(async (query) => {
        const view = await answer(healthy.view(query))
        return { ...view, held: view.held.filter(({ owner }) => owner.ifname !== "") }
      }),
    }),
    broken: "a view shows each interface the leases of its container that name none",
  },

  "begins a page with the last lease of the one before": {
    plant: (healthy) => ({
      leases: wrongly(async ({ after, ...query }) => {
        const page = await answer(healthy.leases(after ? { ...query, after } : query))
        if (after === undefined) return page
        const all = (await answer(healthy.leases({ network: query.network }))).leases
        const repeated = all.filter((lease) => sameAddress(lease.address, after))
        return { ...page, leases: [...repeated, ...page.leases].slice(0, query.limit) }
      }),
    }),
    broken: "the pages of leases go on behind an address, leased or not",
  },

  "takes upper and lower case in the names of networks for the same": {
    plant: (healthy) => ({
      reserve: (reservation) =>
        healthy.reserve({ ...reservation, network: reservation.network.toLowerCase() }),
      view: (query) => healthy.view({ ...query, network: query.network.toLowerCase() }),
      leases: (query) => healthy.leases({ ...query, network: query.network.toLowerCase() }),
    }),
    broken: "the networks of a store lease the same address to as many owners",
    hiddenFromModel: true,
  },

  "cuts long container ids": {
    plant: (healthy) => ({
      reserve: ({ owner, ...reservation }) =>
        healthy.reserve({
          ...reservation,
          owner: { ...owner, containerId: owner.containerId.slice(0, 250) },
        }),
    }),
    broken: "owners may have container ids of 255 characters that differ in the last one",
    hiddenFromModel: true,
  },

  "forgets who holds a lease in detail": {
    plant: (healthy) => ({
      leases: wrongly(async (query) => {
        const page = await answer(healthy.leases(query))
        return { ...page, leases: page.leases.map(({ mac, podName, ...lease }) => lease) }
      }),
    }),
    broken: "the details of a lease come back as they were given, wherever the lease is read",
    hiddenFromModel: true,
  },
})
