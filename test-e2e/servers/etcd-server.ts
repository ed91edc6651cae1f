/** A single etcd server, which keeps its data when killed and restarted. */
import {
  claimPlace,
  type EtcdOptions,
  type EtcdServer,
  isServing,
  requireUsers,
  startMember,
} from "./etcd-member.js"
import { waitUntil } from "./wait-until.js"

const servingWithin = 10_000

const untilServing = (server: EtcdServer) =>
  waitUntil(`etcd at ${server.url} takes no clients`, servingWithin, async () =>
    (await isServing(server)) ? true : undefined,
  )

export const startEtcd = async (options: EtcdOptions = {}): Promise<EtcdServer> => {
  const place = await claimPlace()
  const server = await startMember(place, [place], options)
  const restart = async () => {
    await server.restart()
    await untilServing(server)
  }
  try {
    await untilServing(server)
    await requireUsers(server)
  } catch (error) {
    await server.release()
    throw error
  }
  return { ...server, restart }
}
