/**
 * A pool as Docker's networks use it: a subnet, of which containers are given addresses, and the
 * gateway that all nodes have in common.
 */
import type { Address, Cidr, Interval, InvalidRange, RangeSet } from "@cni-ipam/core"
import { address, makeRange, makeRangeSet } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { none } from "fp-ts/lib/Option.js"
import type { PoolName } from "./pool-name.js"

export interface PoolSpec {
  readonly name: PoolName
  readonly subnet: Cidr
  /** `--ip-range`: the part of the subnet from which addresses are chosen. */
  readonly ipRange: Cidr | undefined
  readonly gateway: Address
}

export interface DockerPool extends PoolSpec {
  /** What containers get without asking: neither the gateway nor the subnet's first or last. */
  readonly chosen: RangeSet
  /** What they get by asking for it: anything in the subnet. */
  readonly asked: RangeSet
}

/** The first host of a subnet, as kontena has it. */
export const firstHost = ({ network }: Cidr): Address => address(network.family, network.value + 1n)

const single = ({ family, value }: Address): Interval => ({ family, first: value, last: value })

/** IPv6 knows no broadcast; its first address is that of all routers (RFC 4291, 2.6.1). */
const edges = ({ network, last }: Cidr): readonly Interval[] =>
  network.family === 4 ? [single(network), single(last)] : [single(network)]

const rangeSetOf = (
  id: string,
  range: Parameters<typeof makeRange>[0],
): E.Either<InvalidRange, RangeSet> =>
  pipe(
    makeRange(range),
    E.flatMap((one) => makeRangeSet(id, [one])),
  )

/**
 * Left: what is wrong with the subnet.
 *
 * The range sets are named after the prefix, by which the layout for etcd writes whole CIDRs.
 */
export const makeDockerPool = (spec: PoolSpec): E.Either<InvalidRange, DockerPool> => {
  const { subnet, ipRange, gateway } = spec
  const id = `v${subnet.network.family}-${subnet.prefixLength}`
  return pipe(
    E.Do,
    E.bind("chosen", () =>
      rangeSetOf(id, {
        subnet,
        rangeStart: ipRange?.network,
        rangeEnd: ipRange?.last,
        gateway,
        exclude: edges(subnet),
      }),
    ),
    E.bind("asked", () =>
      rangeSetOf(`${id}-asked`, {
        subnet,
        rangeStart: subnet.network,
        rangeEnd: subnet.last,
        gateway: none,
      }),
    ),
    E.map((sets) => ({ ...spec, ...sets })),
  )
}

/** How many addresses the pool gives in all. */
export const sizeOf = ({ chosen }: DockerPool): bigint =>
  chosen.ranges
    .flatMap(({ allocatable }) => allocatable)
    .reduce((sum, { first, last }) => sum + last - first + 1n, 0n)
