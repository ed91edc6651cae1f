import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { gatewayOrGrpc } from "./gateway-or-grpc.js"
import type { Connect, Fault, TxnAnswer } from "./transport.js"

const answer: TxnAnswer = { succeeded: true, revision: 7, ranges: [] }
const txn = { compare: [], success: [], failure: [] }
const noGateway: Fault = { _tag: "NoEtcd", mayBeDone: false, reason: "404" }

/** A way to a server that always says the same, and what was asked of it. */
const way = (outcome: Fault | TxnAnswer) => {
  const timeouts: number[] = []
  let closed = 0
  const connect: Connect = () => ({
    txn: (_, timeout) => {
      timeouts.push(timeout)
      return "_tag" in outcome ? TE.left(outcome) : TE.right(outcome)
    },
    authenticate: () => ("_tag" in outcome ? TE.left(outcome) : TE.right("token")),
    close: () => {
      closed++
    },
  })
  return { connect, timeouts, closed: () => closed }
}

describe("a way by the gateway or by gRPC", () => {
  it("is the gateway where there is one", async () => {
    const [gateway, grpc] = [way(answer), way(answer)]
    const transport = gatewayOrGrpc(gateway.connect, grpc.connect)("http://a", undefined)
    expect(await transport.txn(txn, 1000, undefined)()).toMatchObject({ right: answer })
    expect([gateway.timeouts.length, grpc.timeouts.length]).toEqual([1, 0])
  })

  it("is gRPC where there is none, and the gateway is not asked again", async () => {
    const [gateway, grpc] = [way(noGateway), way(answer)]
    const transport = gatewayOrGrpc(gateway.connect, grpc.connect)("http://a", undefined)
    for (let turn = 0; turn < 2; turn++)
      expect(await transport.txn(txn, 1000, undefined)()).toMatchObject({ right: answer })
    expect([gateway.timeouts.length, grpc.timeouts.length]).toEqual([1, 2])
    expect(grpc.timeouts[0]).toBeLessThanOrEqual(1000)
    transport.close()
    expect([gateway.closed(), grpc.closed()]).toEqual([1, 1])
  })

  it.each<Fault>([
    { _tag: "NotSent", reason: "refused" },
    { _tag: "NoAnswer", reason: "silent" },
    { _tag: "Status", code: 7, message: "permission denied" },
    { _tag: "NoEtcd", mayBeDone: true, reason: "garbage" },
  ])("does not turn to gRPC after %j", async (fault) => {
    const [gateway, grpc] = [way(fault), way(answer)]
    const transport = gatewayOrGrpc(gateway.connect, grpc.connect)("http://a", undefined)
    expect(await transport.txn(txn, 1000, undefined)()).toMatchObject({ left: fault })
    expect(grpc.timeouts).toEqual([])
  })

  it("tells what the gateway said of a server that is no etcd at all", async () => {
    const grpc = way({ _tag: "NoAnswer", reason: "protocol error" })
    const transport = gatewayOrGrpc(way(noGateway).connect, grpc.connect)("http://a", undefined)
    expect(await transport.txn(txn, 1000, undefined)()).toMatchObject({ left: noGateway })
  })

  it("tells what etcd says by gRPC", async () => {
    const denied: Fault = { _tag: "Status", code: 7, message: "permission denied" }
    const connect = gatewayOrGrpc(way(noGateway).connect, way(denied).connect)
    const transport = connect("http://a", undefined)
    expect(await transport.authenticate({ name: "a", password: "b" }, 1000)()).toMatchObject({
      left: denied,
    })
  })
})
