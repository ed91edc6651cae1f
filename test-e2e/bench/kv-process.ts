/** Measures our plugin on a server beside our `host-local`, in networks with leases and without. */
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setImmediate } from "node:timers/promises"
import { openKvStore } from "../servers/kv-drivers.js"
import { containerIdOf } from "./attachment.js"
import { freshCopy } from "./fresh-copy.js"
import { interleaved } from "./interleave.js"
import type { KvCell, KvPlace } from "./kv-cells.js"
import { plantOn } from "./kv-seed.js"
import { launch } from "./launcher.js"
import { libc } from "./libc.js"
import { pluginIn } from "./plugin.js"
import { leasesInARow, noLeases, type Seed } from "./seed.js"
import { subjectIn } from "./subject.js"

export const kvCommands = ["ADD", "DEL"] as const

/** Milliseconds, by command. */
export type KvTimes = Readonly<Record<(typeof kvCommands)[number], readonly number[]>>

export type KvMeasurement = {
  readonly cell: KvCell
  readonly hostLocal: { readonly empty: KvTimes; readonly full: KvTimes }
  readonly onServer: { readonly empty: KvTimes; readonly full: KvTimes }
}

type Turns = { readonly times: KvTimes; readonly turn: () => readonly (() => void)[] }

// No lease that is there before has such a number.
const firstContainer = 2_000_000
const warmUps = 5

/** ADD and DEL of another attachment in each turn. */
const turnsOn = (
  folder: string,
  program: string,
  { plugin: type }: KvCell,
  { options }: KvPlace,
  network: string,
): Turns => {
  const place = { name: network, store: { ...options, type } }
  const plugin = pluginIn(folder, program, place)
  const times: Record<keyof KvTimes, number[]> = { ADD: [], DEL: [] }
  let container = firstContainer
  const perform = (command: keyof KvTimes, id: string): number =>
    plugin.perform(command, id, launch).elapsedMs
  for (let round = 0; round < warmUps; round++)
    for (const command of kvCommands) perform(command, containerIdOf(container))
  const turn = () => {
    const id = containerIdOf(++container)
    return kvCommands.map((command) => () => {
      times[command].push(perform(command, id))
    })
  }
  return { times, turn }
}

const expectLeases = async (cell: KvCell, { admin }: KvPlace, network: string, count: number) => {
  const { size } = await admin.list(cell.leaseFolder(network))
  if (size !== count) throw new Error(`${network}: ${size} leases instead of ${count}`)
}

/** @param parent where the data of `host-local` are, and what else needs a folder. */
export const measureKv = async (
  cell: KvCell,
  ours: string,
  parent: string,
  rounds: number,
): Promise<KvMeasurement> => {
  const folder = mkdtempSync(join(parent, "data-"))
  const place = await cell.start(folder)
  try {
    const seed = leasesInARow(cell.leases)
    const store = await openKvStore(cell.plugin, place.seedOptions, "bench")
    await plantOn(store, "full", seed.leased)
    await store.close()
    const program = freshCopy(ours, folder)
    const local = (name: string, planted: Seed) => subjectIn(join(folder, name), program, planted)
    const subjects = {
      hostLocal: { empty: local("local-0", noLeases), full: local("local", seed) },
      onServer: {
        empty: turnsOn(join(folder, "server-0"), program, cell, place, "empty"),
        full: turnsOn(join(folder, "server"), program, cell, place, "full"),
      },
    }
    const all = [...Object.values(subjects.hostLocal), ...Object.values(subjects.onServer)]
    libc.sync()
    for (let round = 0; round < rounds; round++) {
      for (const step of interleaved(all.map(({ turn }) => turn()))) step()
      // Lets a signal be heard, and what the server says.
      await setImmediate()
    }
    await expectLeases(cell, place, "empty", 0)
    await expectLeases(cell, place, "full", cell.leases)
    const { hostLocal, onServer } = subjects
    return {
      cell,
      hostLocal: { empty: hostLocal.empty.times, full: hostLocal.full.times },
      onServer: { empty: onServer.empty.times, full: onServer.full.times },
    }
  } finally {
    await place.release()
    rmSync(folder, { recursive: true, force: true })
  }
}
