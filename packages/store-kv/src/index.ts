/** The lease logic of every key-value server; see README.md for how to add one. */
export { addressInKey } from "./address-in-key.js"
export { commitSurely } from "./commit-surely.js"
export type { Deadline } from "./deadline.js"
export { deadlineIn, timeLeft } from "./deadline.js"
export { formatDefinition, parseDefinition, rangeJson, readDefinition } from "./definition-json.js"
export { isDiscreet } from "./discreet-url.js"
export { disownSteps } from "./disown.js"
export type { AttemptError, Call, Servers } from "./failover.js"
export { serversOf } from "./failover.js"
export type { Http, HttpAnswer, HttpFailure, HttpRequest, TlsOptions } from "./http.js"
export { answerTooLong, longestAnswer } from "./http.js"
export type { Kv, KvEntry, KvOutcome, KvQuery, Step, Version } from "./kv.js"
export { absent, present } from "./kv.js"
export type { KvStoreOptions } from "./kv-store.js"
export { kvStore } from "./kv-store.js"
export type { Layout, LeasePlace, WrittenLease } from "./layout.js"
export {
  formatLeaseJson,
  leaseJson,
  parseLeaseJson,
  readLeaseJson,
  unknownMac,
} from "./lease-json.js"
export type { Named } from "./named.js"
export { together } from "./named.js"
export { nodeHttp, nodeTls } from "./node-http.js"
export { isPem } from "./pem.js"
