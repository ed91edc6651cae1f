import { describe, expect, it } from "vitest"
import { grpcFault } from "./grpc-fault.js"

describe("an error of the gRPC client", () => {
  it.each([
    [
      "14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1. Resolution note: ",
      { _tag: "NotSent", reason: "Error: connect ECONNREFUSED 127.0.0.1:1" },
    ],
    [
      "14 UNAVAILABLE: Name resolution failed for target dns:nowhere:2379",
      { _tag: "NotSent", reason: "Name resolution failed for target dns:nowhere:2379" },
    ],
    [
      "4 DEADLINE_EXCEEDED: Deadline exceeded after 0.5s,Waiting for LB pick",
      { _tag: "NotSent", reason: "no connection in time" },
    ],
    [
      "4 DEADLINE_EXCEEDED: Deadline exceeded after 0.5s,LB pick: 0.1s,remote_addr=127.0.0.1:2379",
      { _tag: "NoAnswer", reason: "no answer in time" },
    ],
    ["14 UNAVAILABLE: Connection dropped", { _tag: "NoAnswer", reason: "Connection dropped" }],
    ["13 INTERNAL: Received RST_STREAM", { _tag: "NoAnswer", reason: "Received RST_STREAM" }],
    [
      "12 UNIMPLEMENTED: unknown service",
      { _tag: "NoEtcd", mayBeDone: false, reason: "this is no etcd: unknown service" },
    ],
    [
      "14 UNAVAILABLE: etcdserver: request timed out",
      { _tag: "Status", code: 14, message: "etcdserver: request timed out" },
    ],
    [
      "error:1E08010C:DECODER routines::unsupported",
      { _tag: "NotSent", reason: "error:1E08010C:DECODER routines::unsupported" },
    ],
  ])("%s", (message, fault) => {
    expect(grpcFault(new Error(message))).toEqual(fault)
  })

  it("may be no error at all", () => {
    expect(grpcFault("nonsense")).toEqual({ _tag: "NotSent", reason: "nonsense" })
  })
})
