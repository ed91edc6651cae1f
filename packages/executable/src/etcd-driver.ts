/**
 * The store in etcd, through its HTTP gateway: a gRPC client takes 130 ms to load. It is loaded
 * where a server has no gateway.
 */
import { etcdDriver, grpc } from "@cni-ipam/store-etcd"
import { fetchHttp } from "./fetch-http.js"
import { machine } from "./machine.js"

export const etcd = etcdDriver({ readFile: machine.readFile, http: fetchHttp, grpc })
