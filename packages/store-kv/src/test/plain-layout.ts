/** A layout for tests: `<network>/<address>`, JSON, and all of ours under `.index/`. */
import { formatAddress, parseAddress } from "@cni-ipam/core"
import { formatDefinition, parseDefinition } from "../definition-json.js"
import type { Layout } from "../layout.js"
import { formatLeaseJson, parseLeaseJson } from "../lease-json.js"

export const plainLayout: Layout = {
  index: ".index/",
  networks: "",
  leaseFolder: (network) => `${network}/`,
  leaseKey: (network, { address }) => `${network}/${formatAddress(address)}`,
  leasePlace: (network, key) => {
    const address = parseAddress(key.slice(network.length + 1))
    return address._tag === "None" ? undefined : { rangeSet: "", address: address.value }
  },
  formatLease: formatLeaseJson,
  parseLease: parseLeaseJson,
  definitionKey: (network) => network,
  formatDefinition,
  parseDefinition,
}
