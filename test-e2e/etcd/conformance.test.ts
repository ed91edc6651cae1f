/** The tests that every store passes, by each transport and on each version of etcd. */
import { storeConformance, storeModel } from "@cni-ipam/store-testkit"
import { afterAll } from "vitest"
import { startEtcd } from "../servers/etcd-server.js"
import { openStore } from "./open-store.js"

for (const version of ["3.4", "3.5"] as const) {
  const server = await startEtcd({ version })
  afterAll(server.release)
  for (const transport of ["grpc", "gateway"] as const) {
    const options = {
      name: `etcd ${version} by ${transport}`,
      // A place's keys are its own and nobody looks at them again, so nothing need be cleaned up.
      open: async (place: string) =>
        openStore({ endpoints: server.url, transport, prefix: `/${transport}/${place}/` }),
      capabilities: { persistent: true, exactCandidates: false },
    }
    storeConformance(options)
    storeModel({ ...options, runs: 25 })
  }
}
