/** The IPAM driver for Docker; see README.md. */

export type { Ping, PingResult } from "./cleanup/ping.js"
export type { CleanupMachine } from "./cleanup/run-cleanup.js"
export { runCleanup } from "./cleanup/run-cleanup.js"
export type { Answer, DriverSettings, Endpoint, IpamDriver } from "./ipam-driver.js"
export { endpoints, ipamDriver } from "./ipam-driver.js"
export type { Supernet } from "./kit.js"
export { kontenaLayout, kontenaPrefix } from "./kontena-layout.js"
export type { Machine } from "./serve-driver.js"
export { serveDriver } from "./serve-driver.js"
export type { Settings, Stores } from "./settings.js"
export { readSettings } from "./settings.js"
export { stopSignal } from "./stop-signal.js"
