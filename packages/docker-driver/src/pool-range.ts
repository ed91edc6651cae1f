/** `--ip-range`, checked as far as that goes without the store. */
import type { Cidr } from "@cni-ipam/core"
import { withoutHostBits } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { firstHost, makeDockerPool, sizeOf } from "./docker-pool.js"
import type { DriverError } from "./driver-error.js"
import type { PoolName } from "./pool-name.js"

const contains = (a: Cidr, b: Cidr): boolean =>
  a.network.family === b.network.family &&
  a.network.value <= b.network.value &&
  b.last.value <= a.last.value

/**
 * The range without host bits. A part of the subnet from which no container could ever have an
 * address is refused: the subnet's first and last, and its gateway, are nobody's.
 */
export const checkRange = (
  name: PoolName,
  subnet: Cidr,
  asked: Cidr,
): E.Either<DriverError, Cidr> => {
  if (!contains(subnet, asked)) return E.left({ _tag: "RangeOutside", range: asked, subnet })
  const range = withoutHostBits(asked)
  return pipe(
    makeDockerPool({ name, subnet, ipRange: range, gateway: firstHost(subnet) }),
    E.mapLeft((error): DriverError => ({ _tag: "BadSubnet", error })),
    E.flatMap(
      (pool): E.Either<DriverError, Cidr> =>
        sizeOf(pool) === 0n ? E.left({ _tag: "EmptyRange", range, subnet }) : E.right(range),
    ),
  )
}
