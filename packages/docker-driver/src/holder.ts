/**
 * Under which names the driver holds addresses. Docker does not say for which container it asks, so
 * each lease has a holder of its own; the node stands where a CNI plugin has the interface.
 */
import type { Owner } from "@cni-ipam/core"

const endpointPrefix = "docker-"
const gatewayPrefix = "gateway-"

/** Of a container's address, or of one that a network keeps for itself (`--aux-address`). */
export const newEndpoint = (node: string): Owner => ({
  containerId: `${endpointPrefix}${crypto.randomUUID()}`,
  ifname: node,
})

/** Of a gateway that a user chose: it is that of all nodes, and stays until the pool goes. */
export const newGateway = (node: string): Owner => ({
  containerId: `${gatewayPrefix}${crypto.randomUUID()}`,
  ifname: node,
})

export const isGatewayHolder = ({ containerId }: Owner): boolean =>
  containerId.startsWith(gatewayPrefix)

export const nodeOf = ({ ifname }: Owner): string => ifname
