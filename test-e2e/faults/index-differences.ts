/**
 * Compares the index in `<dataDir>/.cni-ipam/<network>` with the lease files it is derived from.
 *
 * Written from the description of the files alone, without the code that makes them: a bit for
 * each address in pages of 4 KiB, a bit for each full page above them; records of owners, and a
 * roster of what was found when the directory was last read; and a seal that holds the times of the
 * directory's last changes.
 */
import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isObject, parseObject } from "./answer.js"
import { type Leases, namesIn, readLeases } from "./lease-files.js"
import type { TestNetwork } from "./test-network.js"

const bitsPerPage = 32_768

const groupsOf = (text: string): readonly string[] => (text === "" ? [] : text.split(":"))

const positionOf = (address: string): bigint => {
  if (!address.includes(":"))
    return address.split(".").reduce((value, octet) => value * 256n + BigInt(octet), 0n)
  const [head = "", tail] = address.split("::")
  const before = groupsOf(head)
  const after = groupsOf(tail ?? "")
  const zeros = new Array<string>(8 - before.length - after.length).fill("0")
  return [...before, ...(tail === undefined ? [] : zeros), ...after].reduce(
    (value, group) => (value << 16n) | BigInt(`0x${group}`),
    0n,
  )
}

/** The bits that must be set, by the name of the page file. */
const expectedPages = (addresses: readonly string[]): ReadonlyMap<string, ReadonlySet<number>> => {
  const pages = new Map<string, Set<number>>()
  const mark = (family: number, level: number, position: bigint): void => {
    const index = position >> 15n
    const name = `${family}.${level}.${index.toString(16)}`
    const bits = pages.get(name) ?? new Set<number>()
    pages.set(name, bits.add(Number(position & 32_767n)))
    if (bits.size === bitsPerPage) mark(family, level + 1, index)
  }
  for (const address of addresses) mark(address.includes(":") ? 6 : 4, 0, positionOf(address))
  return pages
}

const bitsIn = async (path: string): Promise<ReadonlySet<number>> => {
  const bits = new Set<number>()
  for (const [offset, byte] of (await readFile(path)).entries())
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) bits.add(offset * 8 + bit)
  return bits
}

const some = (bits: readonly number[]): string =>
  `${bits.slice(0, 5).join(", ")}${bits.length > 5 ? ", …" : ""}`

const pageDifferences = async (
  network: TestNetwork,
  leases: Leases,
): Promise<readonly string[]> => {
  const folder = join(network.index, "pages")
  const expected = expectedPages([...leases.keys()])
  const names = new Set([...expected.keys(), ...(await namesIn(folder))])
  const present = new Set(await namesIn(folder))
  const differences: string[] = []
  for (const name of names) {
    const wanted = expected.get(name) ?? new Set<number>()
    const found = present.has(name) ? await bitsIn(join(folder, name)) : new Set<number>()
    const missing = [...wanted].filter((bit) => !found.has(bit))
    const extra = [...found].filter((bit) => !wanted.has(bit))
    if (missing.length > 0) differences.push(`page ${name} lacks the bits ${some(missing)}`)
    if (extra.length > 0) differences.push(`page ${name} has the bits ${some(extra)} too many`)
  }
  return differences
}

const addressOf = (held: unknown): string => {
  const { address } = isObject(held) ? held : {}
  return String(address)
}

const addressesIn = (record: string): readonly string[] => {
  const { held } = parseObject(record) ?? {}
  return Array.isArray(held) ? held.map(addressOf).sort() : ["no list of addresses"]
}

/**
 * FNV-1a of 32 bits. That of the container's id says in which part of the roster its lines are, and
 * that of the name of its record begins the lines.
 */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return hash >>> 0
}

const textAt = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "")

/** What the index knows of an owner: in a record of its own, and in the roster. */
const knownOf = async (
  { index }: TestNetwork,
  rosterSize: number,
  owner: string,
): Promise<readonly string[]> => {
  const [containerId = "", ifname = ""] = owner.split(" ")
  const names = [containerId, ifname].map(encodeURIComponent)
  const record = await textAt(join(index, "owners", names.join(":")))
  const part = (hashOf(containerId) & (rosterSize - 1)).toString(16)
  const roster = await textAt(join(index, "roster", part))
  const beginning = hashOf(names.join(":")).toString(16)
  const lines = roster.split("\n").map((line) => line.split(" "))
  return [
    ...(record === "" ? [] : addressesIn(record)),
    ...lines.flatMap(([hash, address = ""]) => (hash === beginning ? [address] : [])),
  ]
}

/** The index may know of leases that are gone, but of every lease that there is. */
const ownerDifferences = async (
  network: TestNetwork,
  rosterSize: number,
  leases: Leases,
): Promise<readonly string[]> => {
  const unknown: string[] = []
  for (const owner of new Set(leases.values())) {
    const known = await knownOf(network, rosterSize, owner)
    for (const [address, holder] of leases)
      if (holder === owner && !known.includes(address))
        unknown.push(`the index does not know that ${owner} holds ${address}`)
  }
  const owners = new Set([...leases.values()].map((owner) => owner.replace(" ", ":")))
  const records = await namesIn(join(network.index, "owners"))
  const left = records.filter((name) => !owners.has(decodeURIComponent(name)))
  return [...unknown, ...left.map((name) => `the record ${name} is of nobody`)]
}

interface SealFound {
  readonly rosterSize: number
  readonly differences: readonly string[]
}

const readSeal = async ({ leases, index }: TestNetwork): Promise<SealFound> => {
  const { mtimeNs, ctimeNs } = await stat(leases, { bigint: true })
  const times = `${mtimeNs}/${ctimeNs}`
  const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim()
  const seal = await textAt(join(index, "seal"))
  const [, size] = new RegExp(`^4 ${bootId} ${times} \\d{13} (\\d+) \\d+$`).exec(seal) ?? []
  return size === undefined
    ? { rosterSize: 1, differences: [`the seal is ${seal}, the directory is of ${times}`] }
    : { rosterSize: Number(size), differences: [] }
}

/**
 * Makes the seal of a copied network that of the copy, if it is whole: nobody can give a directory
 * another one's time of its last change.
 */
export const sealCopy = async ({ leases, index }: TestNetwork): Promise<void> => {
  const path = join(index, "seal")
  const seal = await textAt(path)
  if (seal === "") return
  const { ctimeNs } = await stat(leases, { bigint: true })
  await writeFile(path, seal.replace(/\/\d+/, `/${ctimeNs}`))
}

const finished = new Set(["owners", "pages", "roster", "seal"])

/** Files that a command left behind when it was interrupted. */
export const unfinishedFiles = async ({ index }: TestNetwork): Promise<readonly string[]> =>
  (await namesIn(index)).filter((name) => !finished.has(name))

/**
 * One sentence for each thing in which the index and the lease files differ. Where nothing was ever
 * leased there is nothing to compare.
 */
export const indexDifferences = async (network: TestNetwork): Promise<readonly string[]> => {
  if ((await namesIn(network.leases)).length === 0) return []
  const leases = await readLeases(network)
  const { rosterSize, differences } = await readSeal(network)
  return [
    ...differences,
    ...(await ownerDifferences(network, rosterSize, leases)),
    ...(await pageDifferences(network, leases)),
  ]
}
