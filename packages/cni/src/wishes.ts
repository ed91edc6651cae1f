/** What a runtime says of one container: which addresses it wants, and who will hold them. */
import type { Address, DecodeError } from "@cni-ipam/core"
import { arrayOf, decode, object, RequestedAddress } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { ArgsError, CniArgs } from "./cni-args.js"
import { parseCniArgs } from "./cni-args.js"
import { MacText } from "./mac.js"
import type { Request } from "./request.js"

export interface Wishes {
  /** The addresses that are wanted by name. */
  readonly requested: readonly Address[]
  readonly holder: {
    readonly mac?: string
    readonly podNamespace?: string
    readonly podName?: string
  }
}

/** CNI conventions: what a runtime wants for one container stands in either place. */
export const wishFields = { ips: arrayOf(RequestedAddress, "IP addresses"), mac: MacText }

export const argsField = { args: object({}, { cni: object({}, wishFields) }) }

interface WishPlace {
  readonly ips?: readonly Address[]
  readonly mac?: string
}

interface WishPlaces {
  readonly runtimeConfig?: WishPlace
  readonly args?: { readonly cni?: WishPlace }
}

const Places = object({}, { runtimeConfig: object({}, wishFields), ...argsField })

/** CNI conventions: a plugin that is told by the configuration ignores what CNI_ARGS says. */
const requestedOf = (
  { runtimeConfig, args }: WishPlaces,
  { address }: CniArgs,
): readonly Address[] => {
  const configured = [...(args?.cni?.ips ?? []), ...(runtimeConfig?.ips ?? [])]
  if (configured.length > 0) return configured
  return address === undefined ? [] : [address]
}

/** Of a configuration that is read already. */
export const wishesOf = (places: WishPlaces, args: CniArgs): Wishes => {
  const mac = places.runtimeConfig?.mac || places.args?.cni?.mac || args.mac
  const { podNamespace, podName } = args
  return {
    requested: requestedOf(places, args),
    holder: {
      ...(mac && { mac }),
      ...(podNamespace && { podNamespace }),
      ...(podName && { podName }),
    },
  }
}

/**
 * Reads them alone, for a plugin with a configuration of its own.
 *
 * @example
 * readWishes(invocation.request)
 */
export const readWishes = ({
  input,
  environment,
}: Request): E.Either<DecodeError | ArgsError, Wishes> =>
  pipe(
    E.Do,
    E.bindW("places", () => decode(Places)(input)),
    E.bindW("args", () => parseCniArgs(environment.args)),
    E.map(({ places, args }) => wishesOf(places, args)),
  )
