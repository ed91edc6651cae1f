/** A layout for tests: `<network>/<address>`, JSON, and all of ours under `.index/`. */
import { formatAddress, parseAddress, parseJson } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { rangeJson, readDefinition } from "../definition-json.js"
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
  formatDefinition: (definition) => JSON.stringify(definition.map((set) => set.map(rangeJson))),
  parseDefinition: (text) => pipe(parseJson(text), E.flatMap(readDefinition)),
}
