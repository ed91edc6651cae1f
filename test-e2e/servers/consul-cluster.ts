/** Consul servers that elect a leader among them, each of which can be hurt. */
import { answerWithin, electedWithin, leaderByVotes, type Vote } from "./agreed-leader.js"
import {
  type ConsulPlace,
  type ConsulSecurity,
  type ConsulServer,
  claimPlace,
  newToken,
  startMember,
} from "./consul-member.js"
import { httpCall } from "./http-call.js"
import { releaseAll, startTogether } from "./start-together.js"
import { waitUntil } from "./wait-until.js"

export interface ConsulCluster {
  readonly servers: readonly ConsulServer[]
  /** Waits until most servers answer and all that do agree on one of them. */
  readonly leader: () => Promise<ConsulServer>
  /** Kills all servers and removes their data. */
  readonly release: () => Promise<void>
}

const voteOf = async (server: ConsulServer): Promise<Vote<ConsulServer>> => {
  const { url, rpcAddress, credentials } = server
  const call = { url: `${url}/v1/status/leader`, credentials, timeout: answerWithin }
  const answer = await httpCall(call).catch(() => undefined)
  return { server, ownName: JSON.stringify(rpcAddress), names: answer?.body }
}

/** Ready when there is a leader. */
export const startConsulCluster = async (
  size: number,
  options: Omit<ConsulSecurity, "expired"> = {},
): Promise<ConsulCluster> => {
  const token = newToken(options)
  const places: ConsulPlace[] = []
  for (let count = 0; count < size; count++) places.push(await claimPlace())
  const cluster = places.map(({ host, ports }) => `${host.address}:${ports.gossip}`)
  const servers = await startTogether(
    places.map((place) => {
      const member = { ...place, token, cluster, readyPath: "/v1/status/leader", flags: [] }
      return startMember(member, options)
    }),
  )
  const leader = () =>
    waitUntil("no leader of Consul", electedWithin, async () =>
      leaderByVotes(await Promise.all(servers.map(voteOf))),
    )
  const release = () => releaseAll(servers)
  await leader().catch(async (error: unknown) => {
    await release()
    throw error
  })
  return { servers, leader, release }
}
