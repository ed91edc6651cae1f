/** The cleanup beside a Docker that knows of what a test says. */
import type { Store } from "@cni-ipam/core"
import { none, some } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { cleanUp } from "../cleanup/clean-up.js"
import type { AskDocker } from "../cleanup/docker-networks.js"
import type { CleanupJob } from "../cleanup/job.js"
import { knownPools } from "../known-pools.js"
import { replayMemory } from "../replay.js"
import { supernets } from "./driver.js"

/** As `docker network inspect` shows it, as far as that matters. */
export interface ShownNetwork {
  readonly network: string
  readonly subnets: readonly string[]
  readonly addresses?: readonly string[]
  readonly hasV4?: boolean
  readonly hasV6?: boolean
}

const shown = (
  { network, subnets, addresses = [], hasV4, hasV6 = false }: ShownNetwork,
  id: number,
) => ({
  Id: `${id}`,
  EnableIPv4: hasV4,
  EnableIPv6: hasV6,
  IPAM: {
    Driver: "kontena-ipam",
    Options: { network },
    Config: subnets.map((Subnet) => ({ Subnet })),
  },
  Containers: Object.fromEntries(
    addresses.map((address) => [
      address,
      address.includes(":")
        ? { IPv4Address: "", IPv6Address: address }
        : { IPv4Address: address, IPv6Address: "" },
    ]),
  ),
})

/** @param gone of these networks, those that are removed when they have been listed. */
export const dockerWith = (
  networks: readonly ShownNetwork[],
  gone: readonly ShownNetwork[] = [],
): AskDocker => {
  const all = networks.map(shown)
  const answers = new Map<string, unknown>([
    ["/networks", all],
    ...all.flatMap((one, index) => {
      const network = networks[index]
      const isGone = network !== undefined && gone.includes(network)
      return isGone ? [] : [[`/networks/${one.Id}`, one] as const]
    }),
  ])
  return (path) => TE.right(answers.has(path) ? some(JSON.stringify(answers.get(path))) : none)
}

export interface CleanupResult {
  /** In the order of the alphabet. */
  readonly said: readonly string[]
  readonly failure?: string
}

/** Of node n1; nobody answers to ping, unless a test says so. */
export const runCleanUp = async (
  store: Store,
  askDocker: AskDocker,
  more: Partial<CleanupJob> = {},
): Promise<CleanupResult> => {
  const said: string[] = []
  const memory = { known: knownPools(), replay: replayMemory(Date.now) }
  const result = await cleanUp({
    kit: { store, node: "n1", supernets, now: Date.now, ...memory },
    askDocker,
    ping: async () => "silent",
    driver: "kontena-ipam",
    quiesceMs: 0,
    isDry: false,
    only: undefined,
    tell: (sentence) => said.push(sentence),
    ...more,
  })()
  said.sort()
  return result._tag === "Left" ? { said, failure: result.left } : { said }
}
