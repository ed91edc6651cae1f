/** What a driver has left in etcd, past all code of ours. */
import type { EtcdServer } from "../servers/etcd-member.js"

const prefix = "/kontena/ipam/"

/** All keys of the driver's, without their prefix; in order. */
export const kontenaKeys = async ({ admin }: EtcdServer): Promise<readonly string[]> =>
  [...(await admin.list(prefix)).keys()].map((key) => key.slice(prefix.length)).sort()

/** What is left of a transaction whose answer was lost, for a day. */
const isFence = (key: string): boolean => key.startsWith(".cni-ipam/fences/")

export const keysButFences = async (etcd: EtcdServer): Promise<readonly string[]> =>
  (await kontenaKeys(etcd)).filter((key) => !isFence(key))
