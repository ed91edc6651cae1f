/** host-local's files in a `dataDir`: their names, modes and contents. */
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"

/** By path in the dataDir: `n/10.0.0.2` is `600 c1\r\neth0`, a directory `n/` is `755`. */
export type LeaseFiles = Readonly<Record<string, string>>

/** Of ours, and nothing that the Go plugin knows of. */
const indexFolder = ".cni-ipam"

const modeOf = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o7777).toString(8)

const fileAt = async (path: string): Promise<string> =>
  `${await modeOf(path)} ${await readFile(path, "utf8")}`

const filesBelow = async (dataDir: string, folder: string): Promise<LeaseFiles> => {
  const files: Record<string, string> = { [`${folder}/`]: await modeOf(join(dataDir, folder)) }
  for (const entry of await readdir(join(dataDir, folder), { withFileTypes: true })) {
    if (entry.name === indexFolder) continue
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) Object.assign(files, await filesBelow(dataDir, path))
    else files[path] = await fileAt(join(dataDir, path))
  }
  return files
}

/** A network that holds nothing but its lock was never used: ours does not even make that. */
const wasUsed = (files: LeaseFiles): boolean =>
  Object.keys(files).some((path) => !/(\/|\/lock)$/.test(path))

/** What is in the directories of all networks that were used. */
export const leaseFiles = async (dataDir: string): Promise<LeaseFiles> => {
  const folders = (await readdir(dataDir)).filter((name) => name !== indexFolder)
  const files = await Promise.all(folders.map((folder) => filesBelow(dataDir, folder)))
  return Object.assign({}, ...files.filter(wasUsed))
}

const isLeaseFile = (name: string): boolean => /^[0-9a-f]*[.:]/.test(name)

/** Who holds which address of a network: the content of each lease file by its address. */
export const leasesIn = async (
  dataDir: string,
  network: string,
): Promise<Readonly<Record<string, string>>> => {
  const names = (await readdir(join(dataDir, network))).filter(isLeaseFile)
  const leases: Record<string, string> = {}
  for (const name of names.sort())
    leases[name] = await readFile(join(dataDir, network, name), "utf8")
  return leases
}
