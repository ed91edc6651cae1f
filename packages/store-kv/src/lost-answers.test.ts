/** Whatever answers are lost: no address has two owners, and no lease that was told of is gone. */
import type { Lease } from "@cni-ipam/core"
import { allocate, formatAddress, formatOwner, leases, readPool, release } from "@cni-ipam/core"
import fc from "fast-check"
import { expect, it } from "vitest"
import { kvStore } from "./kv-store.js"
import { eth0, rightOf } from "./test/lan.js"
import { memoryServer } from "./test/memory-kv.js"
import { plainLayout } from "./test/plain-layout.js"

interface Action {
  readonly kind: "allocate" | "release"
  readonly machine: number
  readonly container: number
  readonly losses: readonly ("done" | "not done")[]
}

const actions = fc.array(
  fc.record<Action>({
    kind: fc.constantFrom("allocate", "allocate", "release"),
    machine: fc.nat({ max: 1 }),
    container: fc.nat({ max: 4 }),
    losses: fc.array(fc.constantFrom("done", "not done"), { maxLength: 3 }),
  }),
  { maxLength: 12 },
)

/** So short that some are given up with their outcome unknown. */
const timeout = 60

const setUp = () => {
  const server = memoryServer()
  const pool = readPool("lan", [[{ subnet: "10.0.0.0/29" }], [{ subnet: "fd00::/125" }]])
  if (pool._tag === "Left") throw new Error("no pool")
  const machines = ["n1", "n2"].map((node) =>
    kvStore(server.kv, plainLayout, { timeout }, { node, warn: () => undefined }),
  )
  const machine = (index: number) => {
    const found = machines[index]
    if (found === undefined) throw new Error("no such machine")
    return found
  }
  return { server, pool: pool.right, machine }
}

const keyOf = ({ address, owner }: Lease): string =>
  `${formatAddress(address)} ${formatOwner(owner)}`

const run = async (all: readonly Action[]) => {
  const { server, pool, machine } = setUp()
  /** What containers were told to have, and not told to have lost. */
  const told = new Map<string, readonly string[]>()
  for (const { kind, machine: index, container, losses } of all) {
    const owner = eth0(`c${container}`)
    server.losses.splice(0, server.losses.length, ...losses)
    if (kind === "allocate") {
      const outcome = await allocate(machine(index))({ pool, owner })()
      if (outcome._tag === "Right")
        told.set(
          formatOwner(owner),
          outcome.right.map(({ lease }) => keyOf(lease)),
        )
    } else {
      // Whether it was told to be done or not: the container may have lost its leases now.
      const outcome = await release(machine(index))({ network: "lan", owner })()
      told.delete(formatOwner(owner))
      if (outcome._tag === "Right") {
        const left = rightOf(await leases(machine(0))("lan")()).leases
        expect(left.filter((lease) => formatOwner(lease.owner) === formatOwner(owner))).toEqual([])
      }
    }
  }
  server.losses.length = 0
  const kept = rightOf(await leases(machine(0))("lan")()).leases
  const addresses = kept.map(({ address }) => formatAddress(address))
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(kept.map(keyOf)).toEqual(expect.arrayContaining([...told.values()].flat()))
  expect(rightOf(await machine(0).repair("lan")())).toEqual([])
  for (const { owner } of kept) rightOf(await release(machine(1))({ network: "lan", owner })())
  expect(rightOf(await leases(machine(0))("lan")()).leases).toEqual([])
}

it("keeps every lease that was told of, for one owner, whatever answers are lost", async () => {
  await fc.assert(fc.asyncProperty(actions, run), { numRuns: 60 })
}, 60_000)
