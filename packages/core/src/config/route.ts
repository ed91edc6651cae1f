/** A route for the container, passed through to the result as it stands. */
import type * as t from "io-ts"
import { object } from "./object-codec.js"
import { EmptyOrAddress } from "./range-config.js"
import { CidrText, Integer } from "./text-codecs.js"

export const RouteConfig = object(
  { dst: CidrText },
  {
    gw: EmptyOrAddress,
    mtu: Integer,
    advmss: Integer,
    priority: Integer,
    table: Integer,
    scope: Integer,
  },
)

/** CNI 1.1.0, "Success", `routes`. Host bits of `dst` are kept. */
export type Route = t.TypeOf<typeof RouteConfig>
