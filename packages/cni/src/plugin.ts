/** What makes one plugin differ from another. */
import type { StoreDriver } from "@cni-ipam/core"
import type { Command } from "./command.js"
import type { Handler } from "./handler.js"

export interface AnyPlugin {
  /** The name of the executable, as a configuration's `type` spells it. */
  readonly name: string
  readonly version: string
  /** Whether `ipam.name` names the network of a configuration that has no name of its own. */
  readonly takesNameFromIpam?: boolean
  /** Where everything is logged at the level `debug`, if the configuration names no file. */
  readonly debugLogFile?: string
}

/** A plugin that leases addresses from the ranges of its configuration: all but the store is given. */
export interface StorePlugin extends AnyPlugin {
  /** The store of a configuration that names none. */
  readonly defaultStore: string
  /** Takes the subnet `10.0.0.1/24` for `10.0.0.0/24`. Default: it is an error. */
  readonly takesHostBits?: boolean
  /** Takes `range-start` and `range-end` for `rangeStart` and `rangeEnd`. Default: they are unknown. */
  readonly takesHyphens?: boolean
  /** Every store by its name in the configuration. */
  readonly stores: Readonly<Record<string, StoreDriver>>
}

/** A plugin that carries out the commands in its own way. */
export interface CustomPlugin extends AnyPlugin {
  readonly handlers: Readonly<Record<Command, Handler>>
}

export type Plugin = StorePlugin | CustomPlugin
