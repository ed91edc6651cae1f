/** The way out of a container. */
import type { ResultAddress } from "@cni-ipam/cni"
import type { Route } from "@cni-ipam/core"
import { parseCidr } from "@cni-ipam/core"
import { toUndefined } from "fp-ts/lib/Option.js"

const everywhere = { 4: "0.0.0.0/0", 6: "::/0" } as const

/**
 * One for each family, by the first address that has a gateway: a second one would be refused by
 * the kernel.
 */
export const defaultRoutes = (addresses: readonly ResultAddress[]): readonly Route[] =>
  ([4, 6] as const).flatMap((family) => {
    const candidates = addresses.filter(({ address }) => address.family === family)
    const dst = toUndefined(parseCidr(everywhere[family]))
    if (candidates.length === 0 || dst === undefined) return []
    const [gw] = candidates.flatMap(({ gateway }) => toUndefined(gateway) ?? [])
    return [{ dst, ...(gw !== undefined && { gw }) }]
  })
