/**
 * Reads the whole directory: who holds what, and what crashes have left.
 *
 * Done when the index cannot be relied on, and by GC; never in the normal course of a command.
 * The caller holds the lock, so whatever is not finished now never will be.
 */
import type { Address } from "@cni-ipam/core"
import { formatAddress, parseAddress } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import type { FileError, FileSystem } from "./file-system.js"
import { longestLeaseFile } from "./lease-file.js"
import type { OwnerHashes } from "./owner-hashes.js"
import { hashesInFile } from "./owner-hashes.js"
import type { NetworkPaths } from "./paths.js"
import { remove } from "./remove.js"

export interface Scan {
  /** Addresses in use by nobody knows whom: their files can be neither read nor removed. */
  readonly unknown: readonly Address[]
  /** What was mended, one sentence each. */
  readonly repairs: readonly string[]
}

type Finding =
  | { readonly _tag: "Lease"; readonly owner: OwnerHashes }
  /** Nobody can own it: no plugin writes such a file, and no plugin finds it by an owner. */
  | { readonly _tag: "Broken"; readonly reason: string }
  /** Perhaps somebody owns it. */
  | { readonly _tag: "Unreadable"; readonly reason: string }
  | { readonly _tag: "Gone" }

/**
 * An allocation that was not committed shares its file with `pending`: the file of every address
 * it had got so far is another name of that one.
 */
const pendingInode = (
  fs: FileSystem,
  paths: NetworkPaths,
): E.Either<FileError, bigint | undefined> => {
  const status = fs.status(paths.pending)
  if (E.isLeft(status)) return status.left.code === "ENOENT" ? E.right(undefined) : status
  return E.right(status.right.links > 1n ? status.right.inode : undefined)
}

const isPending = (
  fs: FileSystem,
  path: string,
  pending: bigint | undefined,
): E.Either<FileError, boolean> => {
  if (pending === undefined) return E.right(false)
  const status = fs.status(path)
  if (E.isLeft(status)) return status.left.code === "ENOENT" ? E.right(false) : status
  return E.right(status.right.inode === pending)
}

/** Plugins write addresses in one way only, and look for them under no other name. */
export const addressOfFile = (name: string): Address | undefined => {
  const parsed = parseAddress(name)
  if (parsed._tag === "None") return undefined
  const isCanonical = !name.includes(":") || formatAddress(parsed.value) === name
  return isCanonical ? parsed.value : undefined
}

/** Removes a file that no owner can claim; says what came of it. */
const reclaim = (
  fs: FileSystem,
  path: string,
  reason: string,
): { readonly freed: boolean; readonly repair: string } => {
  const removed = fs.unlink(path)
  return E.isRight(removed)
    ? { freed: true, repair: `removed ${path}: ${reason}` }
    : { freed: false, repair: `cannot remove ${path} (${removed.left.code}): ${reason}` }
}

/** A file that no owner can claim. */
interface Waste {
  readonly address: Address
  readonly path: string
  readonly reason: string
  /** Its address was never reported to anybody, and must not stay in use. */
  readonly isPending: boolean
}

/** @param onLease told of every lease. */
export const scan = (
  fs: FileSystem,
  paths: NetworkPaths,
  onLease: (owner: OwnerHashes, address: Address) => void,
): E.Either<FileError, Scan> => {
  const pending = pendingInode(fs, paths)
  if (E.isLeft(pending)) return pending
  const buffer = new Uint8Array(longestLeaseFile + 1)
  const unknown: Address[] = []
  const repairs: string[] = []
  // Removed when all is read: no file system must be trusted to list well what shrinks meanwhile.
  const waste: Waste[] = []
  let failure: FileError | undefined

  const findingOf = (path: string): Finding => {
    const length = fs.readInto(path, buffer)
    if (E.isLeft(length))
      return length.left.code === "ENOENT"
        ? { _tag: "Gone" }
        : { _tag: "Unreadable", reason: length.left.code }
    const owner = hashesInFile(buffer.subarray(0, length.right))
    if (owner !== undefined) return { _tag: "Lease", owner }
    const reason = length.right === 0 ? "it was empty" : "it named no container"
    return { _tag: "Broken", reason }
  }

  const inspect = (name: string): void => {
    const address = failure === undefined ? addressOfFile(name) : undefined
    if (address === undefined) return
    const path = `${paths.leases}/${name}`
    const unfinished = isPending(fs, path, pending.right)
    if (E.isLeft(unfinished)) {
      failure = unfinished.left
      return
    }
    if (unfinished.right) {
      waste.push({ address, path, reason: "its allocation was never finished", isPending: true })
      return
    }
    const finding = findingOf(path)
    if (finding._tag === "Lease") {
      onLease(finding.owner, address)
    } else if (finding._tag === "Broken") {
      waste.push({ address, path, reason: finding.reason, isPending: false })
    } else if (finding._tag === "Unreadable") {
      repairs.push(`cannot read ${path} (${finding.reason}); its address stays in use`)
      unknown.push(address)
    }
  }

  const listed = fs.listEach(paths.leases, inspect)
  if (E.isLeft(listed)) return listed
  if (failure !== undefined) return E.left(failure)
  for (const one of waste) {
    const { freed, repair } = reclaim(fs, one.path, one.reason)
    repairs.push(repair)
    if (freed) continue
    if (one.isPending) return E.left({ code: "EIO", path: one.path })
    unknown.push(one.address)
  }
  const cleared = remove(fs, paths.pending)
  return E.isLeft(cleared) ? cleared : E.right({ unknown, repairs })
}
