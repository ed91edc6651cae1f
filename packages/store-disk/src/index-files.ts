/**
 * The index of a network's leases: which addresses are in use, and what each owner holds.
 *
 * It is derived from the lease files and may be lost at any time. What could not be read or
 * written makes the index unsound: it is not sealed, and whoever could not go on without it
 * makes it anew.
 */
import type { Address, BitPages, Family, Owner } from "@cni-ipam/core"
import { bytesPerPage, sameAddress, sameOwner } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { HeldAddress, OwnerRecord } from "./owner-record.js"
import { formatOwnerRecord, parseOwnerRecord } from "./owner-record.js"
import type { NetworkPaths } from "./paths.js"
import { leasePath, ownerFile } from "./paths.js"
import type { FreshIndex } from "./rebuild.js"
import { remove } from "./remove.js"
import { replace } from "./replace.js"
import { findInRoster, hashOf, rosterFile } from "./roster.js"
import { textOf } from "./text.js"

export interface LeaseIndex {
  readonly pages: BitPages
  /** What the owner holds, as far as is known; its lease files have to confirm it. */
  readonly record: (owner: Owner) => Either<FileError, OwnerRecord>
  /** A record without addresses is removed. */
  readonly keep: (record: OwnerRecord) => void
  /** The directory could not be brought into the state that the index tells of. */
  readonly distrust: () => void
  readonly isSound: () => boolean
  /** Whether it was changed since it was settled last. */
  readonly isTouched: () => boolean
  /** The directory is sealed with all that was changed; the next session looks anew. */
  readonly settle: () => void
  /** What was mended since it was opened, one sentence each. */
  readonly repairs: readonly string[]
}

export interface IndexOptions {
  readonly fs: FileSystem
  readonly paths: NetworkPaths
  /** This machine: whoever else wrote to this disk, wrote here. */
  readonly node: string
  /** Of the roster on disk. */
  readonly rosterSize: number
  /** What a scan has just found, in memory. */
  readonly fresh?: FreshIndex
}

/** A program that lives long must not come to hold the whole index. */
const mostRemembered = 64

export const pageFile = (family: Family, level: number, index: bigint): string =>
  `${family}.${level}.${index.toString(16)}`

const padded = (content: Uint8Array): Uint8Array => {
  const page = new Uint8Array(bytesPerPage)
  page.set(content.subarray(0, bytesPerPage))
  return page
}

/** The content of a file, or nothing where there is none. */
const readText = (fs: FileSystem, path: string): Either<FileError, string> => {
  const content = fs.read(path)
  if (isRight(content)) return right(textOf(content.right))
  return content.left.code === "ENOENT" ? right("") : content
}

const writtenAt = (fs: FileSystem, path: string): number => {
  const status = fs.status(path)
  return isRight(status) ? Number(status.right.modifiedNs / 1_000_000n) : 0
}

/** A lease of which nothing is known but its file. */
export const bareLease = (
  { fs, paths, node }: Pick<IndexOptions, "fs" | "paths" | "node">,
  address: Address,
): HeldAddress => ({
  address,
  rangeSet: "",
  node,
  allocatedAt: writtenAt(fs, leasePath(paths, address)),
})

export const indexFiles = (options: IndexOptions): LeaseIndex => {
  const { fs, paths, rosterSize, fresh } = options
  const knownPages = new Map<string, Uint8Array | undefined>(fresh?.pages)
  const knownRecords = new Map<string, OwnerRecord>()
  /** An owner and its container are looked up one after the other, in the same file. */
  let lastRoster: { readonly file: string; readonly text: string } | undefined
  let sound = true
  let touched = false
  let hasFolders: boolean | undefined
  const repairs: string[] = []

  const expect = (result: Either<FileError, unknown>): void => {
    if (isLeft(result)) sound = false
  }

  const mayBeAbsent = <A>(result: Either<FileError, A>): Either<FileError, A | undefined> =>
    isLeft(result) && result.left.code === "ENOENT" ? right(undefined) : result

  /** Without them, that there is no file says nothing. */
  const areFoldersThere = (): boolean => {
    hasFolders ??= isRight(fs.status(paths.owners)) && isRight(fs.status(paths.roster))
    return hasFolders
  }

  const readRoster = (owner: Owner): Either<FileError, string> => {
    const file = rosterFile(hashOf(owner.containerId), rosterSize)
    if (lastRoster?.file === file) return right(lastRoster.text)
    const text = readText(fs, `${paths.roster}/${file}`)
    if (isRight(text)) lastRoster = { file, text: text.right }
    return text
  }

  /** All that the owner holds was just found, so nothing but details is lost with the record. */
  const mend = (path: string): void => {
    expect(remove(fs, path))
    repairs.push(`removed ${path}, which could not be read: it had the details of leases`)
  }

  /** @param name of the owner's file. */
  const readRecord = (owner: Owner, name: string): Either<FileError, OwnerRecord> => {
    const path = `${paths.owners}/${name}`
    const text = readText(fs, path)
    const isThere = isLeft(text) || text.right !== ""
    const own = isRight(text) && isThere ? parseOwnerRecord(text.right) : undefined
    if (isThere && own === undefined) {
      if (fresh?.isWhole !== true) return isLeft(text) ? text : left({ code: "EBADMSG", path })
      mend(path)
    }
    // Nobody has removed the folders if one record is there.
    if (own !== undefined) hasFolders = true
    const roster = readRoster(owner)
    if (isLeft(roster)) return roster
    if (own === undefined && fresh === undefined && !areFoldersThere())
      return left({ code: "ENOENT", path: paths.index })
    const held = own !== undefined && sameOwner(own.owner, owner) ? [...own.held] : []
    // The roster on disk may not have been replaced by what was just found.
    const lines = `${fresh?.roster.textFor(owner) ?? ""}${roster.right}`
    for (const address of findInRoster(lines, owner))
      if (!held.some((one) => sameAddress(one.address, address)))
        held.push(bareLease(options, address))
    return right({ owner, held })
  }

  return {
    pages: {
      read: (family, level, index) => {
        const name = pageFile(family, level, index)
        if (fresh !== undefined || knownPages.has(name)) return knownPages.get(name)
        const content = fs.read(`${paths.pages}/${name}`)
        expect(mayBeAbsent(content))
        const page = isRight(content) ? padded(content.right) : undefined
        if (knownPages.size >= mostRemembered) knownPages.clear()
        knownPages.set(name, page)
        return page
      },
      write: (family, level, index, page, changed) => {
        const name = pageFile(family, level, index)
        knownPages.set(name, page)
        touched = true
        expect(fs.writeByte(`${paths.pages}/${name}`, changed, page[changed] ?? 0))
      },
    },
    record: (owner) => {
      const name = ownerFile(owner)
      const known = knownRecords.get(name)
      if (known !== undefined) return right(known)
      const record = readRecord(owner, name)
      if (isLeft(record)) {
        sound = false
        return record
      }
      if (knownRecords.size >= mostRemembered) knownRecords.clear()
      knownRecords.set(name, record.right)
      return record
    },
    keep: (record) => {
      const name = ownerFile(record.owner)
      const path = `${paths.owners}/${name}`
      knownRecords.set(name, record)
      touched = true
      expect(
        record.held.length === 0
          ? mayBeAbsent(fs.unlink(path))
          : replace(fs, paths.draft, path, formatOwnerRecord(record)),
      )
    },
    distrust: () => {
      sound = false
    },
    isSound: () => sound,
    isTouched: () => touched,
    settle: () => {
      touched = false
      hasFolders = undefined
    },
    repairs,
  }
}
