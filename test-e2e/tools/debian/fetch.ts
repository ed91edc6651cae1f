/**
 * Unpacks Debian packages into a cache folder without installing them. What was once unpacked stays
 * and is found again without running apt.
 */
import { mkdir, readlink, rename, rm, stat, symlink } from "node:fs/promises"
import { homedir } from "node:os"
import { join, resolve } from "node:path"
import { type Archive, machineArchive } from "./apt.js"
import { withLock } from "./lock.js"
import { type Lock, run } from "./run.js"

type UnpackedPackage = {
  readonly folder: string
  readonly version: string
}

/** Gets a package of a suite into the cache. */
export type FetchPackage = (suite: string, packageName: string) => Promise<UnpackedPackage>

// Long enough for another process to fetch a few packages over a slow line.
const lockSeconds = 900

export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string => {
  const { CNI_IPAM_CACHE, XDG_CACHE_HOME } = env
  // An empty variable counts as unset, as the XDG specification has it.
  return resolve(CNI_IPAM_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "cni-ipam"))
}

// A colon, as in versions with an epoch, would split the path when it is put on PATH.
const folderName = (packageName: string, version: string): string =>
  `${packageName}_${version.replaceAll(":", "%3a")}`

/**
 * `<suite>/<package>` is a link to `<suite>/<package>_<version>` and is made last, so it serves as
 * the mark that the package is wholly there, and as the record of which version was found.
 */
const unpackedBefore = async (
  suiteFolder: string,
  packageName: string,
): Promise<UnpackedPackage | undefined> => {
  const target = await readlink(join(suiteFolder, packageName)).catch(() => undefined)
  if (target === undefined) return undefined
  const folder = join(suiteFolder, target)
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const version = target.slice(packageName.length + 1).replaceAll("%3a", ":")
  return isThere ? { folder, version } : undefined
}

const unpack = async (
  suiteFolder: string,
  packageName: string,
  deb: string,
  lock: Lock,
): Promise<void> => {
  const incoming = join(suiteFolder, ".incoming")
  const options = { cwd: incoming, timeoutSeconds: 120, lock, hiddenUris: [] }
  const field = ["--field", deb, "Version"]
  const version = (await run("dpkg-deb", field, { step: "reading the version", ...options })).trim()
  await run("dpkg", ["-x", deb, join(incoming, "files")], { step: "unpacking", ...options })
  const name = folderName(packageName, version)
  await rm(join(suiteFolder, name), { recursive: true, force: true })
  await rename(join(incoming, "files"), join(suiteFolder, name))
  await symlink(name, join(incoming, "link"))
  await rename(join(incoming, "link"), join(suiteFolder, packageName))
}

export const packageFetcher =
  (cache: string, archive: Archive): FetchPackage =>
  async (suite, packageName) => {
    const suiteFolder = join(cache, "debian", suite)
    const before = await unpackedBefore(suiteFolder, packageName)
    if (before !== undefined) return before
    await mkdir(suiteFolder, { recursive: true })
    return withLock(join(suiteFolder, ".lock"), lockSeconds, async (lock) => {
      const meanwhile = await unpackedBefore(suiteFolder, packageName)
      if (meanwhile !== undefined) return meanwhile
      const incoming = join(suiteFolder, ".incoming")
      await rm(incoming, { recursive: true, force: true })
      await mkdir(incoming)
      const deb = await archive.download({ suite, packageName, into: incoming, lock })
      await unpack(suiteFolder, packageName, deb, lock)
      await rm(incoming, { recursive: true, force: true })
      const unpacked = await unpackedBefore(suiteFolder, packageName)
      if (unpacked === undefined) throw new Error("the unpacked files vanished from the cache")
      return unpacked
    })
  }

/** Fetches from the machine's own Debian archive into the cache that the environment names. */
export const fetchPackage: FetchPackage = (suite, packageName) => {
  const cache = cacheFolder()
  const archive = machineArchive((name) => join(cache, "debian", name, ".apt"))
  return packageFetcher(cache, archive)(suite, packageName)
}
