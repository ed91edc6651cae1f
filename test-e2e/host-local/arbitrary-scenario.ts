/** Random histories of a network: what lies in its directory, and the commands that follow. */
import fc from "fast-check"
import { network } from "./arbitrary-network.js"
import { resolvConf } from "./arbitrary-resolv-conf.js"
import { address } from "./blocks.js"
import type { JsonObject } from "./json.js"

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

const sometimes = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 })

const wish: fc.Arbitrary<Wish> = fc.record({
  in: fc.constantFrom("CNI_ARGS", "args", "runtimeConfig"),
  ips: fc.array(
    fc.tuple(address, fc.constantFrom("", "", "/24")).map((parts) => parts.join("")),
    { minLength: 1, maxLength: 2 },
  ),
})

const step: fc.Arbitrary<Step> = fc.record({
  command: fc.constantFrom("ADD", "ADD", "ADD", "ADD", "DEL", "DEL", "CHECK"),
  containerId: fc.constantFrom("c1", "c2", "c3", "old"),
  ifname: fc.constantFrom("eth0", "eth0", "net1"),
  args: sometimes(fc.constantFrom("", "IgnoreUnknown=1;K8S_POD_NAME=web", "K8S_POD_NAME=web")),
  wish: sometimes(wish),
})

/**
 * A container that holds leases of an old plugin and of a new one loses both at once with Go,
 * if there are two range sets: differences.test.ts.
 */
const isUnambiguous = ({ command, containerId }: Step): boolean =>
  command !== "ADD" || containerId !== "old"

/** Plugins before 0.7 wrote no interface; editors add a line break. */
const leaseContent = fc.constantFrom("old", "c1\r\neth0", "c1\r\nnet1\n", "c4\r\neth0", " old ")

const cursorContent = fc.oneof(
  { weight: 4, arbitrary: address },
  { weight: 1, arbitrary: fc.constantFrom("", "junk", "10.1.0.3\n") },
)

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

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  network,
  resolvConf,
  files: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: files }),
  steps: fc.array(step.filter(isUnambiguous), { minLength: 1, maxLength: 8 }),
})
