/** Whether a plugin really did what it says it did. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { network, type Plugin } from "./plugin.js"

const isAddress = (name: string): boolean => /^[0-9.]+$/.test(name)

export const countLeases = ({ networkFolder }: Plugin): number =>
  readdirSync(networkFolder).filter(isAddress).length

/** @param output what ADD printed. @returns the file of the lease that it tells of. */
export const expectLease = (plugin: Plugin, containerId: string, output: string): string => {
  const address = /"address": *"([0-9.]+)\/16"/.exec(output)?.[1] ?? "no address"
  const file = join(plugin.networkFolder, address)
  const expected = `${containerId}\r\n${network.interfaceName}`
  const found = existsSync(file) ? readFileSync(file, "utf8") : "no file"
  if (found !== expected) throw new Error(`${file} should hold ${expected} but holds ${found}`)
  return file
}

export const expectReleased = (file: string): void => {
  if (existsSync(file)) throw new Error(`${file} should be gone after DEL`)
}
