/** A history of a few calls, picked by hand, on which the two programs agree. */
import { isObject } from "../json.js"
import { dataDir, type TwinCall } from "../twins.js"

export interface Case {
  /** A sentence about the programs. */
  readonly name: string
  readonly calls: readonly TwinCall[]
  /** Files that lie in the directory of the network `lan` before. */
  readonly files?: Readonly<Record<string, string>>
  readonly resolvConf?: string
}

export type Fields = Readonly<Record<string, unknown>>

/** The configuration of the network `lan`. */
export const lan = (ipam: Fields, fields: Fields = {}) => ({
  cniVersion: "1.0.0",
  name: "lan",
  ipam: { type: "host-local", dataDir, ...ipam },
  ...fields,
})

/** One of a single range. */
export const range = (subnet: unknown, fields: Fields = {}) =>
  lan({ ranges: [[{ subnet, ...fields }]] })

/** 10.0.0.0/29, of which .2 to .6 are handed out. */
export const five = range("10.0.0.0/29")

type Details = Partial<Omit<TwinCall, "command" | "config">>

const call =
  (command: string) =>
  (config: unknown, containerId = "c1", details: Details = {}): TwinCall => ({
    command,
    config,
    containerId,
    ...details,
  })

export const add = call("ADD")
export const del = call("DEL")
export const check = call("CHECK")

/** The same calls, each on a network of its own. */
export const apart = (calls: readonly TwinCall[]): readonly TwinCall[] =>
  calls.map((one, index) =>
    isObject(one.config) ? { ...one, config: { ...one.config, name: `lan${index}` } } : one,
  )

/** ADD with each of these configurations, none of which knows of the others. */
export const addEach = (configs: readonly unknown[]): readonly TwinCall[] =>
  apart(configs.map((config) => add(config)))
