/** A kubelet, as far as a pod's network goes: a client of the Container Runtime Interface. */
import { Client, credentials } from "@grpc/grpc-js"
import { isLeft } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import protobuf from "protobufjs"

/** Of the interface, what a pod without containers needs. */
const definition = `
syntax = "proto3";

message PodName { string name = 1; string uid = 2; string namespace = 3; }
message PodConfig { PodName metadata = 1; string hostname = 2; }
message PodToRun { PodConfig config = 1; }
message Pod { string pod_sandbox_id = 1; }

message Address { string ip = 1; }
message PodNetwork { string ip = 1; repeated Address additional_ips = 2; }
message PodStatus { PodNetwork network = 5; }
message PodAnswer { PodStatus status = 1; }

message Condition { string type = 1; bool status = 2; string reason = 3; string message = 4; }
message Conditions { repeated Condition conditions = 1; }
message RuntimeAnswer { Conditions status = 1; }

message Nothing {}
`
const messages = protobuf.parse(definition, { keepCase: true }).root

/** Of an answer, the fields that are empty are left out. */
const Pod = t.type({ pod_sandbox_id: t.string })
const Address = t.type({ ip: t.string })
const PodNetwork = t.intersection([Address, t.partial({ additional_ips: t.array(Address) })])
const PodAnswer = t.type({ status: t.type({ network: PodNetwork }) })
const Condition = t.intersection([
  t.type({ type: t.string }),
  t.partial({ status: t.boolean, message: t.string }),
])
const RuntimeAnswer = t.type({ status: t.type({ conditions: t.array(Condition) }) })

const answersWithin = 60_000

export interface Cri {
  /** @returns the pod's id; throws what the runtime says when it cannot be run. */
  readonly run: (namespace: string, name: string) => Promise<string>
  readonly addresses: (pod: string) => Promise<readonly string[]>
  readonly stop: (pod: string) => Promise<void>
  readonly remove: (pod: string) => Promise<void>
  /** Why the runtime's network is not ready; nothing if it is. */
  readonly networkProblem: () => Promise<string | undefined>
  readonly close: () => void
}

/** @param socket of the runtime, as a path. */
export const criOn = (socket: string): Cri => {
  const client = new Client(`unix:${socket}`, credentials.createInsecure())

  const call = async <A>(
    method: string,
    [requestName, request]: readonly [string, object],
    [answerName, answer]: readonly [string, t.Type<A, unknown>],
  ): Promise<A> => {
    const [requestType, answerType] = [
      messages.lookupType(requestName),
      messages.lookupType(answerName),
    ]
    const answered = await new Promise<unknown>((resolve, reject) => {
      client.makeUnaryRequest(
        `/runtime.v1.RuntimeService/${method}`,
        (value: object) => Buffer.from(requestType.encode(value).finish()),
        (bytes: Buffer): unknown => answerType.decode(bytes).toJSON(),
        request,
        { deadline: Date.now() + answersWithin },
        (error, value) => (error === null ? resolve(value) : reject(error)),
      )
    })
    const decoded = answer.decode(answered)
    if (isLeft(decoded)) throw new Error(`${method} answered ${JSON.stringify(answered)}`)
    return decoded.right
  }

  const end = async (method: string, pod: string): Promise<void> => {
    await call(method, ["Pod", { pod_sandbox_id: pod }], ["Nothing", t.unknown])
  }

  return {
    run: async (namespace, name) => {
      const config = { metadata: { name, uid: `uid-${name}`, namespace }, hostname: name }
      const { pod_sandbox_id } = await call("RunPodSandbox", ["PodToRun", { config }], ["Pod", Pod])
      return pod_sandbox_id
    },
    addresses: async (pod) => {
      const asked = ["Pod", { pod_sandbox_id: pod }] as const
      const { status } = await call("PodSandboxStatus", asked, ["PodAnswer", PodAnswer])
      const { ip, additional_ips = [] } = status.network
      return [ip, ...additional_ips.map((additional) => additional.ip)]
    },
    stop: (pod) => end("StopPodSandbox", pod),
    remove: (pod) => end("RemovePodSandbox", pod),
    networkProblem: async () => {
      const { status } = await call("Status", ["Nothing", {}], ["RuntimeAnswer", RuntimeAnswer])
      const network = status.conditions.find(({ type }) => type === "NetworkReady")
      return network?.status === true ? undefined : (network?.message ?? "not told of")
    },
    close: () => client.close(),
  }
}
