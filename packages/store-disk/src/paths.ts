/**
 * Where things are.
 *
 * `<dataDir>/<network>/` is host-local's and holds what host-local knows, for the Go plugin
 * reads and may delete every file in it. All else is beside it, in `<dataDir>/.cni-ipam/`, where
 * it cannot collide: a network's name does not begin with a dot.
 */
import type { Address, Owner, StoreError } from "@cni-ipam/core"
import { formatAddress, isIdentifier } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"

export interface NetworkPaths {
  readonly dataDir: string
  readonly network: string
  /** host-local's directory: lease files, `last_reserved_ip.*`, `lock`. */
  readonly leases: string
  readonly lock: string
  /** Our directory: the index of the leases, and files that are not finished yet. */
  readonly index: string
  readonly owners: string
  readonly roster: string
  readonly pages: string
  readonly seal: string
  /** The lease file of an allocation that is not committed. */
  readonly pending: string
  /** Any other file that is not finished. */
  readonly draft: string
  /** Written and removed to see whether the disk takes it. */
  readonly probe: string
}

const indexFolder = ".cni-ipam"
const longestName = 255

/** CNI 1.1.0, "Network configuration", `name`; the same rule for range set ids. */
export const isPlainName = (name: string): boolean =>
  name.length <= longestName && isIdentifier(name)

export const networkPaths = (
  dataDir: string,
  network: string,
): Either<StoreError, NetworkPaths> => {
  if (!isPlainName(network)) return left({ _tag: "BadName", what: "network", name: network })
  const leases = `${dataDir}/${network}`
  const index = `${dataDir}/${indexFolder}/${network}`
  return right({
    dataDir,
    network,
    leases,
    lock: `${leases}/lock`,
    index,
    owners: `${index}/owners`,
    roster: `${index}/roster`,
    pages: `${index}/pages`,
    seal: `${index}/seal`,
    pending: `${index}/pending`,
    draft: `${index}/draft`,
    probe: `${index}/probe`,
  })
}

export const documentsFolder = (dataDir: string): string => `${dataDir}/${indexFolder}/.documents`

export const leasePath = (paths: NetworkPaths, address: Address): string =>
  `${paths.leases}/${formatAddress(address)}`

const cursorPrefix = "last_reserved_ip."

export const isCursor = (name: string): boolean => name.startsWith(cursorPrefix)

export const cursorPath = (paths: NetworkPaths, rangeSet: string): string =>
  `${paths.leases}/${cursorPrefix}${rangeSet}`

const longestPlainOwner = 200

/** FNV-1a, 64 bits: keeps apart the owners whose names do not fit into a file's. */
const fingerprint = (text: string): string => {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffff_ffff_ffff_ffffn
  return hash.toString(16).padStart(16, "0")
}

/** Encoding leaves no `:` and no `/`. */
export const ownerFile = ({ containerId, ifname }: Owner): string => {
  const name = `${encodeURIComponent(containerId)}:${encodeURIComponent(ifname)}`
  return name.length <= longestPlainOwner
    ? name
    : `${name.slice(0, longestPlainOwner)}~${fingerprint(name)}`
}
