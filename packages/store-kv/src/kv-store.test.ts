import { storeConformance, storeModel } from "@cni-ipam/store-testkit"
import { kvStore } from "./kv-store.js"
import { memoryServer } from "./test/memory-kv.js"
import { plainLayout } from "./test/plain-layout.js"

const servers = new Map<string, ReturnType<typeof memoryServer>>()

const options = {
  name: "kv",
  open: async (place: string) => {
    const server = servers.get(place) ?? memoryServer()
    servers.set(place, server)
    return kvStore(server.kv, plainLayout, { timeout: 5000 }, { node: "n1", warn: () => undefined })
  },
  cleanUp: async (place: string) => {
    servers.delete(place)
  },
  capabilities: { persistent: true, exactCandidates: false, definitions: true },
}

storeConformance(options)
storeModel({ ...options, runs: 300 })
