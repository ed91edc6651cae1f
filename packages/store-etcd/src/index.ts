/** A store in etcd. See README.md. */
export { etcdDriver, etcdStore } from "./etcd-store.js"
export { grpc } from "./grpc.js"
export { nodePorts } from "./node-ports.js"
export type { EtcdPorts } from "./ports.js"
