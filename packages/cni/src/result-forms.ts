/** The three forms that results have had in the course of the protocol. */
import type { Dns, Family, Route } from "@cni-ipam/core"
import { formatAddress, formatCidr } from "@cni-ipam/core"
import type { Result, ResultAddress } from "./result.js"

/** A result as JSON. Its keys stand in the order in which Go writes them. */
export type ResultForm = (result: Result) => object

const withPrefix = ({ address, prefixLength }: ResultAddress): string =>
  `${formatAddress(address)}/${prefixLength}`

const gatewayOf = ({ gateway }: ResultAddress): string | undefined =>
  gateway._tag === "Some" ? formatAddress(gateway.value) : undefined

const ofFamily = ({ addresses, routes }: Result, family: Family): object | undefined => {
  const first = addresses.find(({ address }) => address.family === family)
  if (first === undefined) return undefined
  const own = routes.filter(({ dst }) => dst.address.family === family)
  return {
    ip: withPrefix(first),
    gateway: gatewayOf(first),
    routes:
      own.length > 0
        ? own.map(({ dst, gw }) => ({ dst: formatCidr(dst), gw: gw && formatAddress(gw) }))
        : undefined,
  }
}

const dnsInOrder = ({ nameservers, domain, search, options }: Dns): object => ({
  nameservers,
  domain,
  search,
  options,
})

/** Go leaves out a 0, but for `table` and `scope`, where it means something. */
const routeInOrder = (route: Route): object => ({
  dst: formatCidr(route.dst),
  gw: route.gw && formatAddress(route.gw),
  mtu: route.mtu || undefined,
  advmss: route.advmss || undefined,
  priority: route.priority || undefined,
  table: route.table,
  scope: route.scope,
})

const routeAlphabetically = (route: Route): object => ({
  advmss: route.advmss || undefined,
  dst: formatCidr(route.dst),
  gw: route.gw && formatAddress(route.gw),
  mtu: route.mtu || undefined,
  priority: route.priority || undefined,
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
  routes: routes.length > 0 ? routes.map(routeInOrder) : undefined,
  dns: dnsInOrder(dns),
})

/** Since 1.0.0. Go writes this one from a map, therefore by the alphabet. */
export const alphabeticalList: ResultForm = ({ addresses, routes, dns }) => {
  const { domain, nameservers, options, search } = dns
  const hasDns = (domain ?? nameservers ?? options ?? search) !== undefined
  return {
    dns: hasDns ? { domain, nameservers, options, search } : undefined,
    ips: addresses.map((one) => ({ address: withPrefix(one), gateway: gatewayOf(one) })),
    routes: routes.length > 0 ? routes.map(routeAlphabetically) : undefined,
  }
}
