/** The bodies of Docker's requests (libnetwork, docs/ipam.md), as values. */
import type { Cidr } from "@cni-ipam/core"
import {
  CidrText,
  decode,
  explainDecodeError,
  object,
  parseJson,
  RequestedAddress,
  Text,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as t from "io-ts"
import type { DriverError } from "./driver-error.js"
import type { PoolRequest } from "./pool-request.js"
import { checkPoolRequest } from "./pool-request.js"
import type { AddressReturn } from "./release-address.js"
import type { AddressRequest } from "./request-address.js"

/** Go writes what is not given as an empty text. */
const orEmpty = <A>(codec: t.Type<A, string, unknown>): t.Type<A | undefined, string, unknown> =>
  new t.Type<A | undefined, string, unknown>(
    codec.name,
    (input): input is A | undefined => input === undefined || codec.is(input),
    (input, context) => (input === "" ? t.success(undefined) : codec.validate(input, context)),
    (value) => (value === undefined ? "" : codec.encode(value)),
  )

const macOption = "com.docker.network.endpoint.macaddress"
const typeOption = "RequestAddressType"
const gatewayType = "com.docker.network.gateway"

const PoolBody = object(
  {},
  {
    Pool: orEmpty<Cidr>(CidrText),
    SubPool: orEmpty<Cidr>(CidrText),
    Options: object({}, { network: Text }),
    V6: t.boolean,
  },
)

const AddressBody = object(
  { PoolID: Text },
  {
    Address: orEmpty(RequestedAddress),
    Options: object({}, { [macOption]: Text, [typeOption]: Text }),
  },
)

const ReturnBody = object({ PoolID: Text, Address: RequestedAddress }, {})

const PoolIdBody = object({ PoolID: Text }, {})

const bad = (reason: string): DriverError => ({ _tag: "BadBody", reason })

const read =
  <A>(codec: t.Type<A, unknown>) =>
  (text: string): E.Either<DriverError, A> =>
    pipe(
      text,
      // Docker's client sends a body once, also when it has to repeat the request.
      E.fromPredicate(
        (body) => body.trim() !== "",
        (): DriverError => ({ _tag: "EmptyBody" }),
      ),
      E.flatMap((body) => pipe(parseJson(body), E.mapLeft(bad))),
      E.flatMap((json) =>
        pipe(
          decode(codec)(json),
          E.mapLeft((error) => bad(explainDecodeError(error))),
        ),
      ),
    )

/** @example readPoolRequest('{"Pool":"10.1.0.0/16","Options":{"network":"a"},"V6":false}') */
export const readPoolRequest = (text: string): E.Either<DriverError, PoolRequest> =>
  pipe(
    read(PoolBody)(text),
    E.flatMap(({ Pool, SubPool, Options, V6 = false }) =>
      checkPoolRequest({ network: Options?.network, isV6: V6, subnet: Pool, ipRange: SubPool }),
    ),
  )

export const readPoolReturn = (text: string): E.Either<DriverError, string> =>
  pipe(
    read(PoolIdBody)(text),
    E.map(({ PoolID }) => PoolID),
  )

export const readAddressRequest = (text: string): E.Either<DriverError, AddressRequest> =>
  pipe(
    read(AddressBody)(text),
    E.map(({ PoolID, Address, Options }) => ({
      pool: PoolID,
      address: Address,
      isGateway: Options?.[typeOption] === gatewayType,
      mac: Options?.[macOption],
    })),
  )

export const readAddressReturn = (text: string): E.Either<DriverError, AddressReturn> =>
  pipe(
    read(ReturnBody)(text),
    E.map(({ PoolID, Address }) => ({ pool: PoolID, address: Address })),
  )
