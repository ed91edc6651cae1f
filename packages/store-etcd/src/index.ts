/** A store in etcd. See README.md. */
export { etcdLayout } from "./etcd-layout.js"
export { etcdDriver, etcdStore } from "./etcd-store.js"
export { grpc } from "./grpc.js"
export { nodePorts } from "./node-ports.js"
export type { EtcdFields } from "./options.js"
export type { EtcdPorts } from "./ports.js"
export type {
  Comparison,
  Connect,
  EtcdEntry,
  Fault,
  Operation,
  RangeAnswer,
  RangeOperation,
  Transport,
  Txn,
  TxnAnswer,
  User,
} from "./transport.js"
