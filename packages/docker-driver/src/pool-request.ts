/** What Docker asks for when it asks for a pool, checked as far as that goes without the store. */
import type { Cidr } from "@cni-ipam/core"
import { withoutHostBits } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { DriverError } from "./driver-error.js"
import type { PoolName } from "./pool-name.js"
import { isNetworkName } from "./pool-name.js"
import { checkRange } from "./pool-range.js"

export interface PoolRequest {
  readonly name: PoolName
  /** Default: a free one of the supernet. */
  readonly subnet: Cidr | undefined
  readonly ipRange: Cidr | undefined
}

export interface WrittenPoolRequest {
  readonly network: string | undefined
  readonly isV6: boolean
  readonly subnet: Cidr | undefined
  readonly ipRange: Cidr | undefined
}

const hasHostBits = ({ address, network }: Cidr): boolean => address.value !== network.value

/** Docker says `V6` of its own subnets too, but not all programs do that speak its protocol. */
const familyOf = ({ isV6, subnet }: WrittenPoolRequest): 4 | 6 =>
  isV6 || subnet?.network.family === 6 ? 6 : 4

export const checkPoolRequest = (
  written: WrittenPoolRequest,
): E.Either<DriverError, PoolRequest> => {
  const { network = "", subnet, ipRange } = written
  const family = familyOf(written)
  if (network === "") return E.left({ _tag: "NoNetwork" })
  if (!isNetworkName(network)) return E.left({ _tag: "BadNetwork", network })
  const name: PoolName = { network, family }
  if (subnet === undefined)
    return ipRange === undefined
      ? E.right({ name, subnet, ipRange })
      : E.left({ _tag: "NoPoolForRange", range: ipRange })
  if (subnet.network.family !== family) return E.left({ _tag: "OtherFamily", subnet })
  if (hasHostBits(subnet))
    return E.left({ _tag: "HostBits", subnet, block: withoutHostBits(subnet) })
  return ipRange === undefined
    ? E.right({ name, subnet, ipRange })
    : pipe(
        checkRange(name, subnet, ipRange),
        E.map((range) => ({ name, subnet, ipRange: range })),
      )
}
