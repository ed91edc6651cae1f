/** A runtime that kills plugins in the middle of their work, and remembers what it was told. */
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { type Answer, answerOf } from "./answer.js"
import { heldBy, type Leases } from "./lease-files.js"
import { type CallPlugin, validAttachments } from "./test-network.js"

export interface CarelessRuntime {
  /** Containers that were told of their addresses, and are still there. */
  readonly acknowledged: Map<string, readonly string[]>
  /** Containers whose last command was killed, and what they held before it, if that is known. */
  readonly doubtful: Map<string, readonly string[] | undefined>
  /** How many commands were killed before they ended by themselves. */
  readonly kills: () => number
  /** ADD for a new container. Like the others, it is killed after so many milliseconds. */
  readonly add: (plugin: CallPlugin, timeout?: number) => Promise<void>
  readonly del: (plugin: CallPlugin, container: string, timeout?: number) => Promise<void>
  readonly check: (plugin: CallPlugin, container: string, timeout?: number) => Promise<void>
  /** Only what is acknowledged may stay. */
  readonly gc: (plugin: CallPlugin, timeout?: number) => Promise<void>
}

const longEnough = 60_000

export const carelessRuntime = (): CarelessRuntime => {
  const acknowledged = new Map<string, readonly string[]>()
  const doubtful = new Map<string, readonly string[] | undefined>()
  let kills = 0
  let containers = 0

  /** A command that is not killed must do what it is told. */
  const settle = (what: string, outcome: PluginOutcome, expected: Answer["is"]): Answer => {
    const answer = answerOf(outcome)
    if (answer.is === "killed") kills += 1
    else if (answer.is !== expected) throw new Error(`${what} answers ${JSON.stringify(answer)}`)
    return answer
  }

  return {
    acknowledged,
    doubtful,
    kills: () => kills,
    add: async (plugin, timeout = longEnough) => {
      containers += 1
      const container = `c${containers}`
      const outcome = await plugin("ADD", container, { timeout })
      const answer = settle(`ADD of ${container}`, outcome, "leased")
      if (answer.is === "leased") acknowledged.set(container, [...answer.addresses].sort())
      else doubtful.set(container, undefined)
    },
    del: async (plugin, container, timeout = longEnough) => {
      const outcome = await plugin("DEL", container, { timeout })
      const answer = settle(`DEL of ${container}`, outcome, "done")
      if (answer.is === "done") doubtful.delete(container)
      else doubtful.set(container, acknowledged.get(container))
      acknowledged.delete(container)
    },
    check: async (plugin, container, timeout = longEnough) => {
      const outcome = await plugin("CHECK", container, { timeout })
      settle(`CHECK of ${container}`, outcome, "done")
    },
    gc: async (plugin, timeout = longEnough) => {
      const fields = validAttachments([...acknowledged.keys()])
      const answer = settle("GC", await plugin("GC", "", { timeout, fields }), "done")
      if (answer.is === "done") doubtful.clear()
    },
  }
}

const isPossible = (held: readonly string[], before: readonly string[] | undefined): boolean =>
  before === undefined
    ? held.length === 0 || held.length === 2
    : held.every((address) => before.includes(address))

/** One sentence for each lease that is not as the runtime was told. */
export const broken = (
  { acknowledged, doubtful }: Pick<CarelessRuntime, "acknowledged" | "doubtful">,
  leases: Leases,
): readonly string[] => {
  const lost = [...acknowledged].flatMap(([container, addresses]) => {
    const held = heldBy(leases, container).join()
    return held === addresses.join() ? [] : [`${container} was given ${addresses}, and has ${held}`]
  })
  const halved = [...doubtful].flatMap(([container, before]) => {
    const held = heldBy(leases, container)
    return isPossible(held, before) ? [] : [`${container}, of which nothing is known, has ${held}`]
  })
  const leaked = [...leases].flatMap(([address, owner]) => {
    const [container = ""] = owner.split(" ")
    return acknowledged.has(container) || doubtful.has(container)
      ? []
      : [`${address} is held by ${container}, which is gone`]
  })
  return [...lost, ...halved, ...leaked]
}
