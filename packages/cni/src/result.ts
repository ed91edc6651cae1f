/** The answer to ADD, before it is written in the form of a version. */
import type { Address, Dns, Route } from "@cni-ipam/core"
import type { Option } from "fp-ts/lib/Option.js"

export interface ResultAddress {
  readonly address: Address
  readonly prefixLength: number
  readonly gateway: Option<Address>
}

/** What an IPAM plugin answers: no interfaces (CNI 1.1.0, "Delegated plugins"). */
export interface Result {
  readonly addresses: readonly ResultAddress[]
  readonly routes: readonly Route[]
  readonly dns: Dns
}
