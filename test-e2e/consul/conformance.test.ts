/** The tests that every store passes, by each client of Consul's API. */
import { httpConsul, packageConsul } from "@cni-ipam/store-consul"
import { nodeHttp } from "@cni-ipam/store-kv"
import { storeConformance, storeModel } from "@cni-ipam/store-testkit"
import { afterAll } from "vitest"
import { startConsul } from "../servers/consul-server.js"
import { openStore } from "./open-store.js"

const server = await startConsul()
afterAll(server.release)

const clients = { "the package consul": packageConsul, "Node's HTTP": httpConsul(nodeHttp) }

for (const [name, connect] of Object.entries(clients)) {
  const prefixOf = (place: string) => `${name}/${place}/`
  const options = {
    name: `Consul by ${name}`,
    open: async (place: string) =>
      openStore({ servers: [server.url], prefix: prefixOf(place) }, { connect }),
    // A place has keys of its own, and the server is gone when all is over.
    capabilities: { persistent: true, exactCandidates: false },
  }
  storeConformance(options)
  storeModel({ ...options, runs: 25 })
}
