/** Options that contradict each other: nobody can know which of them was meant. */
import type { DecodeError } from "@cni-ipam/core"
import { misfit } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { ConsulConfig } from "./options.js"
import { hostsOf, serverUrl } from "./server-url.js"

type Place = Pick<ConsulConfig, "consul_addr" | "consul_port" | "scheme">

/** Whether the servers are where these fields say, as far as they say anything. */
const areAt = (
  servers: readonly string[],
  { consul_addr, consul_port, scheme }: Place,
): boolean => {
  const hosts = consul_addr === undefined ? undefined : hostsOf(consul_addr)
  return (
    (hosts === undefined || hosts.length === servers.length) &&
    servers.every((server, index) => {
      const { protocol, hostname, port, href } = new URL(server)
      const said = serverUrl(
        scheme ?? protocol.slice(0, -1),
        hosts?.[index] ?? hostname,
        consul_port ?? port,
      )
      return new URL(said).href === href
    })
  )
}

const checkServers = ({ servers, ...place }: ConsulConfig): E.Either<DecodeError, void> => {
  if (servers === undefined) return E.right(undefined)
  const { consul_addr, consul_port, scheme } = place
  const said = { consul_addr, consul_port, scheme }
  const one = Object.entries(said).find(
    ([field, value]) => areAt(servers, { [field]: value }) === false,
  )
  return one === undefined
    ? E.right(undefined)
    : E.left(misfit(one[0], "the URLs of the servers say something else: leave one of them out"))
}

const checkTokenFile = ({ tokenFile }: ConsulConfig): E.Either<DecodeError, void> =>
  tokenFile === "" ? E.left(misfit("tokenFile", "names no file")) : E.right(undefined)

/** Left: which option says something else than another, or nothing. */
export const checkConsistency = (config: ConsulConfig): E.Either<DecodeError, void> =>
  pipe(
    checkServers(config),
    E.flatMap(() => checkTokenFile(config)),
  )
