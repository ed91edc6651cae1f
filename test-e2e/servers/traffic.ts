/** What passed a proxy. */
import type { SeenRequest } from "./http-requests.js"

export interface Traffic {
  readonly connections: number
  /** In the order in which they were complete. */
  readonly requests: readonly SeenRequest[]
  readonly bytesToServer: number
  /** As the server sent them, whether or not the client got them. */
  readonly bytesFromServer: number
}

export interface TrafficLog {
  readonly read: () => Traffic
  readonly reset: () => void
  readonly connection: () => void
  readonly request: (request: SeenRequest) => void
  readonly toServer: (bytes: number) => void
  readonly fromServer: (bytes: number) => void
}

/** How many requests there were of each kind, such as `{ "GET /health": 2 }`. */
export const requestCounts = ({ requests }: Traffic): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { method, path } of requests)
    counts[`${method} ${path}`] = (counts[`${method} ${path}`] ?? 0) + 1
  return counts
}

const nothing: Traffic = { connections: 0, requests: [], bytesToServer: 0, bytesFromServer: 0 }

/** @param keepBodies Without, requests are kept with empty bodies. */
export const trafficLog = (keepBodies: boolean): TrafficLog => {
  let traffic = nothing
  let requests: SeenRequest[] = []
  const add = (more: Partial<Traffic>) => {
    traffic = { ...traffic, ...more }
  }
  return {
    read: () => ({ ...traffic, requests: [...requests] }),
    reset: () => {
      traffic = nothing
      requests = []
    },
    connection: () => add({ connections: traffic.connections + 1 }),
    request: (request) => requests.push(keepBodies ? request : { ...request, body: "" }),
    toServer: (bytes) => add({ bytesToServer: traffic.bytesToServer + bytes }),
    fromServer: (bytes) => add({ bytesFromServer: traffic.bytesFromServer + bytes }),
  }
}
