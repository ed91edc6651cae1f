import { memoryStore } from "@cni-ipam/core"
import { storeConformance, storeModel } from "./index.js"

const options = {
  name: "memory",
  open: async () => memoryStore(),
  capabilities: { definitions: true },
}

storeConformance(options)
storeModel({ ...options, runs: 500 })
