/** Figures for Prometheus: what Docker asked, how long it took, and how full the pools are. */
import type { Store } from "@cni-ipam/core"
import { Counter, Gauge, Histogram, Registry } from "prom-client"
import type { Observe } from "./http-app.js"
import { poolFigures } from "./pool-figures.js"

export interface Metrics {
  readonly observe: Observe
  readonly contentType: string
  /** In the text format of Prometheus. Looks into the store. */
  readonly text: () => Promise<string>
}

const seconds = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]

/** @param node whose pools are told of. */
export const metricsOf = (store: Store, node: string): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: "kontena_ipam_requests_total",
    help: "Requests of Docker, by endpoint and outcome",
    labelNames: ["endpoint", "outcome"],
    registers,
  })
  const durations = new Histogram({
    name: "kontena_ipam_request_duration_seconds",
    help: "How long requests of Docker took",
    labelNames: ["endpoint"],
    buckets: seconds,
    registers,
  })
  const storeUp = new Gauge({
    name: "kontena_ipam_store_up",
    help: "Whether the store told within two seconds what pools there are",
    registers,
  })
  const count = new Gauge({
    name: "kontena_ipam_pools",
    help: "Pools of all nodes",
    registers,
  })
  const labelNames = ["pool"]
  const used = new Gauge({
    name: "kontena_ipam_pool_used_addresses",
    help: "Addresses in use, on any node, of the pools that this node uses",
    labelNames,
    registers,
  })
  const free = new Gauge({
    name: "kontena_ipam_pool_free_addresses",
    help: "Addresses that are free in the pools that this node uses",
    labelNames,
    registers,
  })

  const lookAtPools = poolFigures(store, node)

  const look = async (): Promise<void> => {
    const seen = await lookAtPools()
    storeUp.set(seen === undefined ? 0 : 1)
    // Nobody knows is not the same as none: what reset() would make of a gauge without labels.
    count.remove()
    used.reset()
    free.reset()
    if (seen === undefined) return
    count.set(seen.count)
    for (const { pool, used: inUse, free: left } of seen.pools) {
      used.set({ pool }, inUse)
      free.set({ pool }, left)
    }
  }

  return {
    observe: (endpoint, outcome, took) => {
      requests.inc({ endpoint, outcome })
      durations.observe({ endpoint }, took)
    },
    contentType: registry.contentType,
    text: async () => {
      await look()
      return registry.metrics()
    },
  }
}
