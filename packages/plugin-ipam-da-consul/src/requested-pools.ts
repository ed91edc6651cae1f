/** The pools that an address is wanted from: `prevResult.pools`. */
import type { PluginError } from "@cni-ipam/cni"
import type { Address } from "@cni-ipam/core"
import {
  arrayOf,
  decode,
  explainDecodeError,
  object,
  RequestedAddress,
  sameAddress,
  Text,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"
import { codes, report } from "./pool-error.js"

export interface RequestedPool {
  readonly name: string
  readonly requested: Address | undefined
  /** Whether the requested address may be taken from whoever holds it. */
  readonly takeover: boolean
}

const WantedAddress = new t.Type<Address, string, unknown>(
  RequestedAddress.name,
  RequestedAddress.is,
  (input, context) =>
    input === ""
      ? t.failure(input, context, "it is empty; leave it out where any address will do")
      : RequestedAddress.validate(input, context),
  RequestedAddress.encode,
)

/** The first plugin's documentation has the one spelling of the requested address, its code the other. */
const PoolObject = object(
  { name: Text },
  { "requested-ip": WantedAddress, requested_ip: WantedAddress, takeover: t.boolean },
)

type PoolObject = t.TypeOf<typeof PoolObject>

const Previous = object(
  {},
  { prevResult: object({}, { pools: arrayOf(PoolObject, "pool objects") }) },
)

/** Part of keys as it is: what an URL has no need to escape, and no dot in front. */
const isPoolName = (name: string): boolean => /^[\w!~*'()-][\w.!~*'()-]*$/.test(name)

/** A transaction of Consul has room for no more. */
const mostPools = 30

const invalid = (sentence: string): E.Either<PluginError, never> =>
  E.left(report(codes.invalidResource, sentence))

const requestedOf = ({
  name,
  takeover = true,
  ...pool
}: PoolObject): E.Either<PluginError, RequestedPool> => {
  const { "requested-ip": documented, requested_ip: coded } = pool
  return documented !== undefined && coded !== undefined && !sameAddress(documented, coded)
    ? invalid(
        `prevResult.pools: requested-ip and requested_ip of the pool ${name} are two addresses`,
      )
    : E.right({ name, requested: documented ?? coded, takeover })
}

const checkNames = (
  pools: readonly RequestedPool[],
): E.Either<PluginError, readonly RequestedPool[]> => {
  const names = pools.map(({ name }) => name)
  const wrong = names.find((name) => !isPoolName(name))
  if (wrong !== undefined)
    return invalid(`prevResult.pools: a pool cannot be named ${JSON.stringify(wrong)}`)
  if (names.length > mostPools)
    return invalid(`prevResult.pools: expected at most ${mostPools} pools, got ${names.length}`)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  return twice === undefined
    ? E.right(pools)
    : invalid(`prevResult.pools names the pool ${twice} twice`)
}

/**
 * None where none are named: all commands but ADD can do without.
 *
 * @example
 * readPools({ prevResult: { pools: [{ name: "web", "requested-ip": "10.0.0.5" }] } })
 */
export const readPools = (input: unknown): E.Either<PluginError, readonly RequestedPool[]> =>
  pipe(
    decode(Previous)(input),
    E.mapLeft((error): PluginError => report(codes.invalidResource, explainDecodeError(error))),
    E.flatMap(({ prevResult }) => pipe(prevResult?.pools ?? [], E.traverseArray(requestedOf))),
    E.flatMap(checkNames),
  )

export const demandPools = (input: unknown): E.Either<PluginError, readonly RequestedPool[]> =>
  pipe(
    readPools(input),
    E.filterOrElse(
      (pools) => pools.length > 0,
      (): PluginError =>
        report(
          codes.missingResource,
          "prevResult.pools names no pool",
          "a delegate that selects pools must come before ipam-da-consul",
        ),
    ),
  )
