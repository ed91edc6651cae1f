/** Starts the servers of a cluster at the same time, since each waits for the others. */
import type { HostedServer } from "./hosted-server.js"

export const releaseAll = async (servers: readonly HostedServer[]): Promise<void> => {
  await Promise.all(servers.map((server) => server.release()))
}

/** All servers, or none: if one does not start, the others are released. */
export const startTogether = async <Server extends HostedServer>(
  starting: readonly Promise<Server>[],
): Promise<readonly Server[]> => {
  try {
    return await Promise.all(starting)
  } catch (error) {
    const outcomes = await Promise.allSettled(starting)
    await releaseAll(outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])))
    throw error
  }
}
