/** A single Consul server. */
import {
  type ConsulSecurity,
  type ConsulServer,
  claimPlace,
  newToken,
  startMember,
} from "./consul-member.js"

export interface ConsulOptions extends ConsulSecurity {
  /**
   * Keeps its data when killed and restarted. Without, it keeps them in memory, and starts in 0.1
   * seconds instead of two.
   */
  readonly durable?: boolean
}

// Answered only when there is a leader and the token is known.
const readyPath = "/v1/kv/?keys"

export const startConsul = async (options: ConsulOptions = {}): Promise<ConsulServer> => {
  const place = await claimPlace()
  const flags = options.durable === true ? [] : ["-dev"]
  return startMember({ ...place, token: newToken(options), cluster: [], readyPath, flags }, options)
}
