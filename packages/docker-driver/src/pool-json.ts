/** Pools, subnets and their users as the JSON texts of kontena-ipam. */
import type { Cidr, StoreError } from "@cni-ipam/core"
import {
  CidrText,
  decode,
  explainDecodeError,
  explainInvalidRange,
  formatAddress,
  formatCidr,
  Integer,
  object,
  parseJson,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Type } from "io-ts"
import { boolean } from "io-ts"
import type { DockerPool, PoolSpec } from "./docker-pool.js"
import { makeDockerPool } from "./docker-pool.js"
import type { PoolName } from "./pool-name.js"

const PoolJson = object({ subnet: CidrText, gateway: CidrText }, { iprange: CidrText })
const SubnetJson = object({ address: CidrText }, {})
/** kontena's own driver writes `{}`. */
const UseJson = object({}, { requests: Integer, isGuessed: boolean })

const read =
  <A>(codec: Type<A, unknown>) =>
  (text: string): E.Either<string, A> =>
    pipe(
      parseJson(text),
      E.flatMap((json) => pipe(decode(codec)(json), E.mapLeft(explainDecodeError))),
    )

const corrupt =
  (subject: string) =>
  (reason: string): StoreError => ({ _tag: "Corrupt", subject, reason })

/** @example formatPool(pool) // {"subnet":"10.80.0.0/24","gateway":"10.80.0.1/24"} */
export const formatPool = ({ subnet, ipRange, gateway }: PoolSpec): string =>
  JSON.stringify({
    subnet: formatCidr(subnet),
    iprange: ipRange && formatCidr(ipRange),
    gateway: `${formatAddress(gateway)}/${subnet.prefixLength}`,
  })

export const parsePool =
  (name: PoolName, subject: string) =>
  (text: string): E.Either<StoreError, DockerPool> =>
    pipe(
      read(PoolJson)(text),
      E.flatMap(({ subnet, iprange, gateway }) =>
        pipe(
          makeDockerPool({ name, subnet, ipRange: iprange, gateway: gateway.address }),
          E.mapLeft(explainInvalidRange),
        ),
      ),
      E.mapLeft(corrupt(subject)),
    )

export const formatSubnet = (subnet: Cidr): string =>
  JSON.stringify({ address: formatCidr(subnet) })

export const parseSubnet = (subject: string, text: string): E.Either<StoreError, Cidr> =>
  pipe(
    read(SubnetJson)(text),
    E.bimap(corrupt(subject), ({ address }) => address),
  )

/** How a node uses a pool. */
export interface PoolUse {
  /** How often its Docker has asked for the pool, without having given it back. */
  readonly requests: number
  /** Whether requests were taken for a replay and not counted, which may have been wrong. */
  readonly isGuessed: boolean
}

/** No two texts are alike, so that whoever finds one knows that this very write was made. */
export const formatUse = ({ requests, isGuessed }: PoolUse): string =>
  JSON.stringify({
    requests,
    ...(isGuessed && { isGuessed }),
    change: crypto.randomUUID(),
  })

export const parseUse = (subject: string, text: string): E.Either<StoreError, PoolUse> =>
  pipe(
    read(UseJson)(text),
    E.bimap(corrupt(subject), ({ requests = 1, isGuessed = false }) => ({ requests, isGuessed })),
  )
