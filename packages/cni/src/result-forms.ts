/** The three forms that results have had in the course of the protocol. */
import type { Address, Dns, Family, Route } from "@cni-ipam/core"
import { formatAddress, formatCidr } from "@cni-ipam/core"
import { toUndefined } from "fp-ts/lib/Option.js"
import type { Result, ResultAddress } from "./result.js"

/** A result as JSON. Its keys stand in the order in which Go writes them. */
export type ResultForm = (result: Result) => object

const textOf = (address: Address | undefined): string | undefined =>
  address && formatAddress(address)

const withPrefix = ({ address, prefixLength }: ResultAddress): string =>
  `${formatAddress(address)}/${prefixLength}`

const gatewayOf = ({ gateway }: ResultAddress): string | undefined => textOf(toUndefined(gateway))

const unlessEmpty = <A>(list: readonly A[]): readonly A[] | undefined =>
  list.length > 0 ? list : undefined

/** Go leaves out a 0, but for `table` and `scope`, where it means something. */
const unlessZero = (number: number | undefined): number | undefined => number || undefined

const ofFamily = ({ addresses, routes }: Result, family: Family): object | undefined => {
  const first = addresses.find(({ address }) => address.family === family)
  if (first === undefined) return undefined
  const own = routes.filter(({ dst }) => dst.address.family === family)
  return {
    ip: withPrefix(first),
    gateway: gatewayOf(first),
    routes: unlessEmpty(own.map(({ dst, gw }) => ({ dst: formatCidr(dst), gw: textOf(gw) }))),
  }
}

const dnsInOrder = ({ nameservers, domain, search, options }: Dns): object => ({
  nameservers,
  domain,
  search,
  options,
})

const dnsAlphabetically = ({ domain, nameservers, options, search }: Dns): object => ({
  domain,
  nameservers,
  options,
  search,
})

const routeInOrder = (route: Route): object => ({
  dst: formatCidr(route.dst),
  gw: textOf(route.gw),
  mtu: unlessZero(route.mtu),
  advmss: unlessZero(route.advmss),
  priority: unlessZero(route.priority),
  table: route.table,
  scope: route.scope,
})

const routeAlphabetically = (route: Route): object => ({
  advmss: unlessZero(route.advmss),
  dst: formatCidr(route.dst),
  gw: textOf(route.gw),
  mtu: unlessZero(route.mtu),
  priority: unlessZero(route.priority),
  scope: route.scope,
  table: route.table,
})

/** Up to 0.2.0. Of each family there is one address, with the routes of that family. */
export const oneOfEachFamily: ResultForm = (result) => ({
  ip4: ofFamily(result, 4),
  ip6: ofFamily(result, 6),
  dns: dnsInOrder(result.dns),
})

/** From 0.3.0 to 0.4.0. */
export const listWithFamilies: ResultForm = ({ addresses, routes, dns }) => ({
  ips: addresses.map((one) => ({
    version: `${one.address.family}`,
    address: withPrefix(one),
    gateway: gatewayOf(one),
  })),
  routes: unlessEmpty(routes.map(routeInOrder)),
  dns: dnsInOrder(dns),
})

/** Since 1.0.0. Go writes this one from a map, therefore by the alphabet. */
export const alphabeticalList: ResultForm = ({ addresses, routes, dns }) => ({
  dns: Object.keys(dns).length > 0 ? dnsAlphabetically(dns) : undefined,
  ips: addresses.map((one) => ({ address: withPrefix(one), gateway: gatewayOf(one) })),
  routes: unlessEmpty(routes.map(routeAlphabetically)),
})
