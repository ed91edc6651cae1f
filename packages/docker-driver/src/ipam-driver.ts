/**
 * The endpoints of a libnetwork IPAM driver: what Docker sends to each, and what it gets.
 *
 * Source: libnetwork, docs/ipam.md; and what dockerd 20.10 and 28.5 really send.
 */
import type { Store } from "@cni-ipam/core"
import { formatAddress, formatCidr } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { readAddressRequest, readAddressReturn, readPoolRequest, readPoolReturn } from "./bodies.js"
import type { DockerPool } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import type { Kit } from "./kit.js"
import { knownPools } from "./known-pools.js"
import { oneAtATime } from "./one-at-a-time.js"
import { poolId, poolNameOf } from "./pool-name.js"
import { releaseAddress } from "./release-address.js"
import { releasePool } from "./release-pool.js"
import { replayMemory } from "./replay.js"
import type { GivenAddress } from "./request-address.js"
import { requestAddress } from "./request-address.js"
import { requestPool } from "./request-pool.js"

export const endpoints = [
  "Plugin.Activate",
  "IpamDriver.GetCapabilities",
  "IpamDriver.GetDefaultAddressSpaces",
  "IpamDriver.RequestPool",
  "IpamDriver.ReleasePool",
  "IpamDriver.RequestAddress",
  "IpamDriver.ReleaseAddress",
] as const

export type Endpoint = (typeof endpoints)[number]

/** @param body the request's, as a text. */
export type Answer = (body: string) => TaskEither<DriverError, object>

export interface IpamDriver {
  readonly answers: Readonly<Record<Endpoint, Answer>>
}

export interface DriverSettings {
  readonly node: string
  readonly supernets: Kit["supernets"]
  /** Milliseconds since 1970. Default: the clock's. */
  readonly now?: Kit["now"]
  /** Milliseconds of a clock that nobody sets. Default: of this process. */
  readonly uptime?: () => number
}

const withPrefix = ({ address, pool }: GivenAddress): string =>
  `${formatAddress(address)}/${pool.subnet.prefixLength}`

const poolAnswer = (pool: DockerPool): object => ({
  PoolID: poolId(pool.name),
  Pool: formatCidr(pool.subnet),
  Data: { "com.docker.network.gateway": withPrefix({ address: pool.gateway, pool }) },
})

/** As long as some hundred requests for addresses take. */
const patienceMs = 2000

/**
 * @example
 * const driver = ipamDriver(memoryStore(), { node: "n1", supernets })
 * await driver.answers["IpamDriver.RequestPool"]('{"Options":{"network":"kontena"}}')()
 */
export const ipamDriver = (
  store: Store,
  { node, supernets, now = Date.now, uptime = () => performance.now() }: DriverSettings,
): IpamDriver => {
  const known = knownPools()
  const replay = replayMemory(uptime)
  const kit: Kit = { store, node, supernets, known, replay, now }
  const inTurn = oneAtATime(patienceMs)
  const always =
    (answer: object): Answer =>
    () =>
      TE.right(answer)

  return {
    answers: {
      "Plugin.Activate": () =>
        TE.fromIO(() => {
          replay.begin()
          return { Implements: ["IpamDriver"] }
        }),
      "IpamDriver.GetCapabilities": always({
        RequiresMACAddress: true,
        RequiresRequestReplay: true,
      }),
      "IpamDriver.GetDefaultAddressSpaces": always({
        LocalDefaultAddressSpace: "kontenalocal",
        GlobalDefaultAddressSpace: "kontenaglobal",
      }),
      "IpamDriver.RequestPool": (body) =>
        pipe(
          TE.fromEither(readPoolRequest(body)),
          TE.flatMap((request) => inTurn(poolId(request.name), requestPool(kit)(request))),
          TE.map(poolAnswer),
        ),
      "IpamDriver.ReleasePool": (body) =>
        pipe(
          TE.fromEither(readPoolReturn(body)),
          TE.flatMap((pool): TaskEither<DriverError, unknown> => {
            const name = poolNameOf(pool)
            return name === undefined
              ? TE.left({ _tag: "UnknownPool", pool })
              : inTurn(pool, releasePool(kit)(name))
          }),
          TE.map(() => ({})),
        ),
      "IpamDriver.RequestAddress": (body) =>
        pipe(
          TE.fromEither(readAddressRequest(body)),
          TE.flatMap((request) =>
            // Those who choose an address at once choose the same one; in turn, each is faster.
            inTurn(`address of ${request.pool}`, requestAddress(kit)(request)),
          ),
          TE.map((given) => ({ Address: withPrefix(given), Data: {} })),
        ),
      "IpamDriver.ReleaseAddress": (body) =>
        pipe(
          TE.fromEither(readAddressReturn(body)),
          TE.flatMap(releaseAddress(kit)),
          TE.map(() => ({})),
        ),
    },
  }
}
