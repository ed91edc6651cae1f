/** What a cleanup works with. */
import type { Lease } from "@cni-ipam/core"
import { formatAddress } from "@cni-ipam/core"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Kit } from "../kit.js"
import type { PoolName } from "../pool-name.js"
import type { AskDocker } from "./docker-networks.js"
import type { Ping } from "./ping.js"

export interface CleanupJob {
  readonly kit: Kit
  readonly askDocker: AskDocker
  readonly ping: Ping
  /** Name of the driver in Docker. */
  readonly driver: string
  /** How long what is in the making has to become known to Docker, in milliseconds. */
  readonly quiesceMs: number
  /** Only says what would be deleted. */
  readonly isDry: boolean
  /** The only pool that is cleaned up; `undefined` for all. */
  readonly only: PoolName | undefined
  /** Told of everything that is deleted, or kept although Docker does not know it. */
  readonly tell: (sentence: string) => void
}

/** Left: why the cleanup could not be finished, in one sentence. */
export type Step<A = void> = TaskEither<string, A>

export const nothing: Step = TE.right(undefined)

export const nameOf = ({ network, address }: Lease): string =>
  `address ${formatAddress(address)} of pool ${network}`
