/** etcd servers that elect a leader among them, each of which can be hurt. */
import { answerWithin, type Claim, electedWithin, leaderByClaims } from "./agreed-leader.js"
import {
  claimPlace,
  type EtcdOptions,
  type EtcdPlace,
  type EtcdServer,
  isServing,
  requireUsers,
  startMember,
} from "./etcd-member.js"
import { httpCall } from "./http-call.js"
import { releaseAll, startTogether } from "./start-together.js"
import { waitUntil } from "./wait-until.js"

export interface EtcdCluster {
  readonly servers: readonly EtcdServer[]
  /** Waits until most servers answer, all that do take clients, and one of them alone leads. */
  readonly leader: () => Promise<EtcdServer>
  /** Kills all servers and removes their data. */
  readonly release: () => Promise<void>
}

const claimOf = async (server: EtcdServer): Promise<Claim<EtcdServer>> => {
  try {
    const call = { url: `${server.metricsUrl}/metrics`, timeout: answerWithin }
    const { body } = await httpCall(call)
    if (!(await isServing(server))) return { server, says: "I know no leader" }
    const isLeader = /^etcd_server_is_leader 1$/m.test(body)
    return { server, says: isLeader ? "I lead" : "I follow" }
  } catch {
    return { server, says: undefined }
  }
}

/** Ready when there is a leader. */
export const startEtcdCluster = async (
  size: number,
  options: EtcdOptions = {},
): Promise<EtcdCluster> => {
  const places: EtcdPlace[] = []
  for (let count = 0; count < size; count++) places.push(await claimPlace())
  const servers = await startTogether(places.map((place) => startMember(place, places, options)))
  const leader = () =>
    waitUntil("no leader of etcd", electedWithin, async () =>
      leaderByClaims(await Promise.all(servers.map(claimOf))),
    )
  const release = () => releaseAll(servers)
  try {
    await requireUsers(await leader())
  } catch (error) {
    await release()
    throw error
  }
  return { servers, leader, release }
}
