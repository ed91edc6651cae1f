/** Random histories of a network: what lies in its directory, and the commands that follow. */
import fc from "fast-check"
import { network } from "./arbitrary-network.js"
import { resolvConf } from "./arbitrary-resolv-conf.js"
import { address, addressIn, type Block, blocks } from "./blocks.js"
import type { JsonObject } from "./json.js"
import { weighted } from "./weighted.js"

/** How a runtime asks for addresses by name. */
export type Wish = {
  readonly in: "CNI_ARGS" | "args" | "runtimeConfig"
  readonly ips: readonly string[]
}

export interface Step {
  readonly command: string
  readonly containerId: string
  readonly ifname: string
  readonly args: string | undefined
  readonly wish: Wish | undefined
}

export interface Scenario {
  readonly network: JsonObject
  readonly resolvConf: string
  /** By name, below the network's directory. */
  readonly files: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

/** Mostly addresses of different ranges of the network, for more than one of a set cannot be had. */
const wish = (blocks: readonly Block[]): fc.Arbitrary<Wish> =>
  fc.record({
    in: fc.constantFrom("CNI_ARGS", "args", "runtimeConfig"),
    ips: fc
      .uniqueArray(fc.constantFrom(...blocks), { minLength: 1, maxLength: 2 })
      .chain((chosen) => fc.tuple(...chosen.map(addressIn)))
      .chain((ips) => fc.constantFrom("", "", "/24").map((end) => ips.map((ip) => `${ip}${end}`))),
  })

const args = weighted(
  [12, fc.constant(undefined)],
  [7, fc.constantFrom("", "IgnoreUnknown=1;K8S_POD_NAME=web")],
  [1, fc.constant("K8S_POD_NAME=web")],
)

const step = (blocks: readonly Block[]): fc.Arbitrary<Step> =>
  fc.record({
    command: weighted([5, fc.constant("ADD")], [2, fc.constant("DEL")], [1, fc.constant("CHECK")]),
    containerId: fc.constantFrom("c1", "c2", "c3", "old"),
    ifname: fc.constantFrom("eth0", "eth0", "net1"),
    args,
    wish: weighted([4, fc.constant(undefined)], [1, wish(blocks)]),
  })

/**
 * A container that holds leases of an old plugin and of a new one loses both at once with Go,
 * if there are two range sets: differences.test.ts.
 */
const isUnambiguous = ({ command, containerId }: Step): boolean =>
  command !== "ADD" || containerId !== "old"

/** Plugins before 0.7 wrote no interface; editors add a line break. */
const leaseContent = fc.constantFrom("old", "c1\r\neth0", "c1\r\nnet1\n", "c4\r\neth0", " old ")

const cursorContent = weighted([4, address], [1, fc.constantFrom("", "junk", "10.1.0.3\n")])

/** A file's name is the address as Go spells it. */
const canonical = (text: string): string => new URL(`http://[${text}]`).hostname.slice(1, -1)

const spelled = (text: string): string =>
  text.includes(":") && !text.includes(".") ? canonical(text) : text

const files = fc
  .tuple(
    fc.dictionary(
      address.filter((text) => !text.startsWith("::ffff:")).map(spelled),
      leaseContent,
      { maxKeys: 3 },
    ),
    fc.dictionary(fc.constantFrom("last_reserved_ip.0", "last_reserved_ip.1"), cursorContent, {
      maxKeys: 2,
    }),
  )
  .map(([leases, cursors]) => ({ ...leases, ...cursors }))

const blocksIn = (network: JsonObject): readonly Block[] => {
  const named = blocks.filter(({ cidr }) => JSON.stringify(network).includes(cidr))
  return named.length > 0 ? named : blocks
}

export const scenario: fc.Arbitrary<Scenario> = network.chain((network) =>
  fc.record({
    network: fc.constant(network),
    resolvConf,
    files: weighted([2, fc.constant({})], [1, files]),
    steps: fc.array(step(blocksIn(network)).filter(isUnambiguous), { minLength: 1, maxLength: 10 }),
  }),
)
