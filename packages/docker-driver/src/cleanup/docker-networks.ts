/** What the local Docker knows of its networks: GET /networks of its API. */
import type { Address, Family } from "@cni-ipam/core"
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
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import { compact } from "fp-ts/lib/ReadonlyArray.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import * as t from "io-ts"

/** Asks the API: the answer's body, `none` for what is not there, or in one sentence why nobody knows. */
export type AskDocker = (path: string) => TaskEither<string, Option<string>>

export interface DockerNetwork {
  /** As the driver knows it: `--ipam-opt network=…`. */
  readonly network: string
  /** Of its pools. */
  readonly families: readonly Family[]
  /** Of containers, gateways, and those that the network keeps for itself. */
  readonly addresses: readonly Address[]
}

const Texts = t.record(t.string, Text)

const Config = object({}, { Subnet: Text, Gateway: Text, AuxiliaryAddresses: Texts })

const Network = object(
  {
    Id: Text,
    IPAM: object({}, { Driver: Text, Options: Texts, Config: arrayOf(Config, "subnets") }),
  },
  {
    // Docker 28 has networks without IPv4, and says so; older ones have none, and say nothing.
    EnableIPv4: t.boolean,
    EnableIPv6: t.boolean,
    Containers: t.record(t.string, object({}, { IPv4Address: Text, IPv6Address: Text })),
  },
)

type ShownNetwork = t.TypeOf<typeof Network>

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

const allFamilies: readonly Family[] = [4, 6]

/** Those that it may use: what is not said for certain is no reason to end a pool. */
const familiesOf = ({ IPAM, EnableIPv4 = true, EnableIPv6 = false }: ShownNetwork) => {
  const isEnabled = { 4: EnableIPv4, 6: EnableIPv6 }
  const subnets = (IPAM.Config ?? []).flatMap(({ Subnet }) => addressIn(Subnet))
  return allFamilies.filter(
    (family) => isEnabled[family] || subnets.some((subnet) => subnet.family === family),
  )
}

const addressesOf = ({ IPAM, Containers = {} }: ShownNetwork): readonly Address[] => [
  ...(IPAM.Config ?? []).flatMap(({ Gateway, AuxiliaryAddresses = {} }) =>
    [Gateway, ...Object.values(AuxiliaryAddresses)].flatMap(addressIn),
  ),
  ...Object.values(Containers).flatMap(({ IPv4Address, IPv6Address }) =>
    [IPv4Address, IPv6Address].flatMap(addressIn),
  ),
]

/** `none` for a network that was removed since it was listed. */
const inspect =
  (ask: AskDocker) =>
  ({ Id }: ShownNetwork): TaskEither<string, Option<ShownNetwork>> =>
    pipe(
      ask(`/networks/${Id}`),
      TE.flatMapEither((body) =>
        body._tag === "None" ? E.right(none) : pipe(body.value, read(Network), E.map(some)),
      ),
    )

/** @param driver the name by which Docker's users ask for our driver. */
export const dockerNetworks = (
  ask: AskDocker,
  driver: string,
): TaskEither<string, readonly DockerNetwork[]> =>
  pipe(
    ask("/networks"),
    TE.flatMapEither(E.fromOption(() => "Docker lists no networks: is it Docker that answers?")),
    TE.flatMapEither(read(Networks)),
    TE.flatMap((all) =>
      pipe(
        all.filter(({ IPAM }) => IPAM.Driver === driver),
        // Only a network by itself is shown with its containers.
        TE.traverseSeqArray(inspect(ask)),
      ),
    ),
    TE.map((all) =>
      compact(all).flatMap((one) => {
        const network = one.IPAM.Options?.["network"]
        return network === undefined
          ? []
          : [{ network, families: familiesOf(one), addresses: addressesOf(one) }]
      }),
    ),
  )
