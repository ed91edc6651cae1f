/** Leases in Consul's key-value store; see README.md. */
export type {
  ApiAnswer,
  ApiCall,
  CallOptions,
  ConnectConsul,
  ConsulAccess,
  ConsulApi,
  KvOperation,
  Listing,
} from "./consul-api.js"
export { consulKv } from "./consul-kv.js"
export { consulLayout } from "./consul-layout.js"
export type { ConsulDependencies } from "./consul-store.js"
export { connectConsul, consulDriver, consulStore } from "./consul-store.js"
export { httpConsul } from "./http-api.js"
export type { ConsulConfig } from "./options.js"
export { consulOptions, ServerUrl } from "./options.js"
export { packageConsul } from "./package-api.js"
export type { ConsulSettings, ConsulSurroundings } from "./settings.js"
export type { ConsulServer } from "./transact.js"
