/** A data directory for one test, and a store in it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Owner, Pool, Store } from "@cni-ipam/core"
import { allocate, formatAddress, readPool, release } from "@cni-ipam/core"
import { right } from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import { diskStore } from "../disk-store.js"
import type { FileSystem } from "../file-system.js"
import { fileSystemOf } from "../file-system-of.js"
import { nodeCalls } from "../node-calls.js"

export const answer = async <E, A>(task: TaskEither<E, A>): Promise<A> => {
  const result = await task()
  if (result._tag === "Left") throw new Error(JSON.stringify(result.left))
  return result.right
}

export const poolOf = (ranges: unknown): Pool => {
  const pool = readPool("lan", ranges)
  if (pool._tag === "Left") throw new Error(JSON.stringify(pool.left))
  return pool.right
}

export const smallPool = poolOf([[{ subnet: "10.0.0.0/29" }]])

export const owner = (containerId: string): Owner => ({ containerId, ifname: "eth0" })

export interface Place {
  readonly dataDir: string
  readonly warnings: string[]
  readonly store: Store
  readonly storeOn: (fs: FileSystem, lockTimeout?: number) => Store
  /** Leases one address of each range set, and gives their texts. */
  readonly add: (containerId: string, pool?: Pool) => Promise<readonly string[]>
  readonly del: (containerId: string) => Promise<readonly string[]>
  /** The names of the lease files. */
  readonly files: () => readonly string[]
  readonly write: (name: string, content: string) => void
  readonly read: (name: string) => string
  readonly remove: (name: string) => void
  readonly indexFolder: string
  readonly destroy: () => void
}

export const newPlace = (): Place => {
  const dataDir = mkdtempSync(join(tmpdir(), "cni-ipam-store-disk-"))
  const folder = join(dataDir, "lan")
  const warnings: string[] = []
  const storeOn = (fs: FileSystem, lockTimeout = 10_000): Store =>
    diskStore(
      { fs, dataDir, lockTimeout },
      { node: "n1", warn: (sentence) => warnings.push(sentence) },
    )
  const store = storeOn(fileSystemOf(nodeCalls(() => right(true))))
  return {
    dataDir,
    warnings,
    store,
    storeOn,
    add: async (containerId, pool = smallPool) => {
      const allocations = await answer(allocate(store)({ pool, owner: owner(containerId) }))
      return allocations.map(({ lease }) => formatAddress(lease.address))
    },
    del: async (containerId) => {
      const ended = await answer(release(store)({ network: "lan", owner: owner(containerId) }))
      return ended.map(({ address }) => formatAddress(address))
    },
    files: () =>
      readdirSync(folder)
        .filter((name) => name !== "lock" && !name.startsWith("last_reserved_ip"))
        .sort(),
    write: (name, content) => writeFileSync(join(folder, name), content),
    read: (name) => readFileSync(join(folder, name), "utf8"),
    remove: (name) => rmSync(join(folder, name), { recursive: true }),
    indexFolder: join(dataDir, ".cni-ipam", "lan"),
    destroy: () => rmSync(dataDir, { recursive: true, force: true }),
  }
}
