/** What a driver has left in etcd, past all code of ours. */
import type { EtcdServer } from "../servers/etcd-member.js"

const prefix = "/kontena/ipam/"

/** Keys of pools, subnets, addresses and users, without their prefix; in order. */
export const kontenaKeys = async ({ admin }: EtcdServer): Promise<readonly string[]> => {
  const keys = [...(await admin.list(prefix)).keys()].map((key) => key.slice(prefix.length))
  return keys
    .filter(
      (key) => /^(pools|subnets|addresses|pool-nodes)\//.test(key) || key.includes("/owners/"),
    )
    .sort()
}
