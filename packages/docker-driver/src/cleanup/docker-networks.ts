/** What the local Docker knows of its networks: GET /networks of its API. */
import type { Address } from "@cni-ipam/core"
import {
  arrayOf,
  decode,
  explainDecodeError,
  object,
  parseAddress,
  parseJson,
  Text,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import * as t from "io-ts"

/** Asks the API: the answer's body, or in one sentence why there is none. */
export type AskDocker = (path: string) => TaskEither<string, string>

export interface DockerNetwork {
  /** As the driver knows it: `--ipam-opt network=…`. */
  readonly network: string
  /** Of containers, gateways, and those that the network keeps for itself. */
  readonly addresses: readonly Address[]
}

const Texts = t.record(t.string, Text)

const Config = object({}, { Gateway: Text, AuxiliaryAddresses: Texts })

const Network = object(
  {
    Id: Text,
    IPAM: object({}, { Driver: Text, Options: Texts, Config: arrayOf(Config, "subnets") }),
  },
  { Containers: t.record(t.string, object({}, { IPv4Address: Text, IPv6Address: Text })) },
)

const Networks = arrayOf(Network, "networks")

/** Docker 20.10 writes a gateway of the driver's with its prefix. */
const addressIn = (text: string | undefined): readonly Address[] => {
  const address = parseAddress(text?.split("/")[0] ?? "")
  return address._tag === "Some" ? [address.value] : []
}

const read =
  <A>(codec: t.Type<A, unknown>) =>
  (body: string): E.Either<string, A> =>
    pipe(
      parseJson(body),
      E.flatMap((json) => pipe(decode(codec)(json), E.mapLeft(explainDecodeError))),
      E.mapLeft((reason) => `Docker's answer cannot be understood: ${reason}`),
    )

const addressesOf = ({ IPAM, Containers = {} }: t.TypeOf<typeof Network>): readonly Address[] => [
  ...(IPAM.Config ?? []).flatMap(({ Gateway, AuxiliaryAddresses = {} }) =>
    [Gateway, ...Object.values(AuxiliaryAddresses)].flatMap(addressIn),
  ),
  ...Object.values(Containers).flatMap(({ IPv4Address, IPv6Address }) =>
    [IPv4Address, IPv6Address].flatMap(addressIn),
  ),
]

/** @param driver the name by which Docker's users ask for our driver. */
export const dockerNetworks = (
  ask: AskDocker,
  driver: string,
): TaskEither<string, readonly DockerNetwork[]> =>
  pipe(
    ask("/networks"),
    TE.flatMapEither(read(Networks)),
    TE.flatMap((all) =>
      pipe(
        all.filter(({ IPAM }) => IPAM.Driver === driver),
        // Only a network by itself is shown with its containers.
        TE.traverseSeqArray(({ Id }) =>
          pipe(ask(`/networks/${Id}`), TE.flatMapEither(read(Network))),
        ),
      ),
    ),
    TE.map((all) =>
      all.flatMap((one) => {
        const network = one.IPAM.Options?.["network"]
        return network === undefined ? [] : [{ network, addresses: addressesOf(one) }]
      }),
    ),
  )
