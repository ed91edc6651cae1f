/** How packages get into the cache: an archive of our own stands in for apt, `dpkg` is the real one. */
import { execFile } from "node:child_process"
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { homedir, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Archive, machineArchive } from "./apt.js"
import { cacheFolder, packageFetcher } from "./fetch.js"
import { withLock } from "./lock.js"

let folder: string
let cache: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fetch-"))
  cache = join(folder, "cache")
})

afterEach(() => rm(folder, { recursive: true }))

const buildDeb = async (version: string): Promise<string> => {
  const root = join(folder, "root")
  await mkdir(join(root, "DEBIAN"), { recursive: true })
  await mkdir(join(root, "usr/bin"), { recursive: true })
  await writeFile(join(root, "usr/bin/greet"), "#!/bin/sh\necho hello\n", { mode: 0o755 })
  await writeFile(
    join(root, "DEBIAN/control"),
    `Package: greet\nVersion: ${version}\nArchitecture: all\nMaintainer: nobody\nDescription: test\n`,
  )
  const deb = join(folder, "greet.deb")
  await promisify(execFile)("dpkg-deb", ["--root-owner-group", "--build", root, deb])
  return deb
}

const countingArchive = (deb: string) => {
  const asked: string[] = []
  const archive: Archive = {
    download: async ({ suite, packageName, into }) => {
      asked.push(`${suite}/${packageName}`)
      await copyFile(deb, join(into, "greet.deb"))
      return join(into, "greet.deb")
    },
  }
  return { archive, asked }
}

test("a package is unpacked under its version, without a colon in the path", async () => {
  const { archive } = countingArchive(await buildDeb("1:2.0-1"))
  const unpacked = await packageFetcher(cache, archive)("sid", "greet")
  expect(unpacked).toEqual({
    folder: join(cache, "debian/sid/greet_1%3a2.0-1"),
    version: "1:2.0-1",
  })
  expect(await readFile(join(unpacked.folder, "usr/bin/greet"), "utf8")).toContain("hello")
})

test("the second call asks no archive", async () => {
  const { archive, asked } = countingArchive(await buildDeb("2.0-1"))
  const first = await packageFetcher(cache, archive)("sid", "greet")
  expect(await packageFetcher(cache, archive)("sid", "greet")).toEqual(first)
  expect(asked).toEqual(["sid/greet"])
})

test("concurrent callers ask the archive once", async () => {
  const { archive, asked } = countingArchive(await buildDeb("2.0-1"))
  const fetches = Array.from({ length: 5 }, () => packageFetcher(cache, archive)("sid", "greet"))
  const versions = (await Promise.all(fetches)).map((unpacked) => unpacked.version)
  expect(versions).toEqual(Array.from({ length: 5 }, () => "2.0-1"))
  expect(asked).toHaveLength(1)
})

test("what a killed process left half unpacked is not taken for the package", async () => {
  const { archive, asked } = countingArchive(await buildDeb("2.0-1"))
  await mkdir(join(cache, "debian/sid/greet_2.0-1/usr"), { recursive: true })
  await mkdir(join(cache, "debian/sid/.incoming/files/usr"), { recursive: true })
  const { folder: unpacked } = await packageFetcher(cache, archive)("sid", "greet")
  expect(await readFile(join(unpacked, "usr/bin/greet"), "utf8")).toContain("hello")
  expect(asked).toHaveLength(1)
})

test("a failed fetch leaves neither a mark nor a lock", async () => {
  const { archive } = countingArchive(await buildDeb("2.0-1"))
  const broken: Archive = { download: () => Promise.reject(new Error("no line")) }
  await expect(packageFetcher(cache, broken)("sid", "greet")).rejects.toThrow("no line")
  expect((await packageFetcher(cache, archive)("sid", "greet")).version).toBe("2.0-1")
})

test("the cache lies where the environment says", () => {
  expect(cacheFolder({ CNI_IPAM_CACHE: "here", XDG_CACHE_HOME: "/xdg" })).toBe(resolve("here"))
  expect(cacheFolder({ CNI_IPAM_CACHE: "", XDG_CACHE_HOME: "/xdg" })).toBe("/xdg/cni-ipam")
  expect(cacheFolder({})).toBe(join(homedir(), ".cache/cni-ipam"))
})

const downloadWith = async (sources: string): Promise<string> => {
  await writeFile(join(folder, "sources.list"), sources)
  const archive = machineArchive(() => join(folder, "apt"), folder)
  return withLock(join(folder, "lock"), 10, (lock) =>
    archive.download({ suite: "sid", packageName: "greet", into: folder, lock }),
  )
}

test("a machine without a Debian archive is told so", async () => {
  await expect(downloadWith("deb http://deb.example.org/ubuntu noble main\n")).rejects.toThrow(
    "no entry for the Debian archive among the apt sources of",
  )
})

test("an archive that Debian did not sign is refused, without naming it", async () => {
  const mirror = join(folder, "mirror")
  await mkdir(join(mirror, "dists/sid"), { recursive: true })
  await writeFile(join(mirror, "dists/sid/Release"), "Suite: sid\nCodename: sid\n")
  const failure = downloadWith(`deb file:${mirror} sid main\n`)
  await expect(failure).rejects.toThrow(/^apt-get update failed: .*is not signed/)
  await expect(failure).rejects.not.toThrow(mirror)
})
