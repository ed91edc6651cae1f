/**
 * The index of a network's leases: which addresses are in use, and what each owner holds.
 *
 * It is derived from the lease files and may be lost at any time. What could not be read or
 * written makes the index unsound: it is not sealed, and whoever could not go on without it
 * makes it anew.
 */
import type { BitPages, Family, Owner } from "@cni-ipam/core"
import { bytesPerPage, sameOwner } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, isRight, left, right } from "fp-ts/lib/Either.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { OwnerRecord } from "./owner-record.js"
import { formatOwnerRecord, parseOwnerRecord } from "./owner-record.js"
import type { NetworkPaths } from "./paths.js"
import { ownerFile } from "./paths.js"
import { replace } from "./replace.js"
import { textOf } from "./text.js"

export interface LeaseIndex {
  readonly pages: BitPages
  /** What the owner holds; `undefined` for nothing. */
  readonly record: (owner: Owner) => Either<FileError, OwnerRecord | undefined>
  /** A record without addresses is removed. */
  readonly keep: (record: OwnerRecord) => void
  /** The directory could not be brought into the state that the index tells of. */
  readonly distrust: () => void
  readonly isSound: () => boolean
}

/** What is known of the index without reading it: all of it, after it was made anew. */
export interface KnownIndex {
  readonly complete: boolean
  readonly pages: Map<string, Uint8Array | undefined>
  readonly records: Map<string, OwnerRecord | undefined>
}

export const pageFile = (family: Family, level: number, index: bigint): string =>
  `${family}.${level}.${index.toString(16)}`

const padded = (content: Uint8Array): Uint8Array => {
  const page = new Uint8Array(bytesPerPage)
  page.set(content.subarray(0, bytesPerPage))
  return page
}

export const readRecord = (
  fs: FileSystem,
  paths: NetworkPaths,
  owner: Owner,
): Either<FileError, OwnerRecord | undefined> => {
  const path = `${paths.owners}/${ownerFile(owner)}`
  const content = fs.read(path)
  if (isLeft(content)) return content.left.code === "ENOENT" ? right(undefined) : content
  const record = parseOwnerRecord(textOf(content.right))
  if (record === undefined) return left({ code: "EBADMSG", path })
  return right(sameOwner(record.owner, owner) ? record : undefined)
}

export const writeRecord = (
  fs: FileSystem,
  paths: NetworkPaths,
  record: OwnerRecord,
): Either<FileError, void> => {
  const path = `${paths.owners}/${ownerFile(record.owner)}`
  return record.held.length === 0
    ? fs.unlink(path)
    : replace(fs, paths.draft, path, formatOwnerRecord(record))
}

export const indexFiles = (
  fs: FileSystem,
  paths: NetworkPaths,
  known: KnownIndex = { complete: false, pages: new Map(), records: new Map() },
): LeaseIndex => {
  let sound = true

  const expect = (result: Either<FileError, unknown>): void => {
    if (isLeft(result) && result.left.code !== "ENOENT") sound = false
  }

  const readPage = (name: string): Uint8Array | undefined => {
    const content = fs.read(`${paths.pages}/${name}`)
    expect(content)
    return isRight(content) ? padded(content.right) : undefined
  }

  return {
    pages: {
      read: (family, level, index) => {
        const name = pageFile(family, level, index)
        if (known.complete || known.pages.has(name)) return known.pages.get(name)
        const page = readPage(name)
        known.pages.set(name, page)
        return page
      },
      write: (family, level, index, page, changed) => {
        const name = pageFile(family, level, index)
        known.pages.set(name, page)
        expect(fs.writeByte(`${paths.pages}/${name}`, changed, page[changed] ?? 0))
      },
    },
    record: (owner) => {
      const name = ownerFile(owner)
      if (known.complete || known.records.has(name)) return right(known.records.get(name))
      const record = readRecord(fs, paths, owner)
      if (isLeft(record)) sound = false
      else known.records.set(name, record.right)
      return record
    },
    keep: (record) => {
      known.records.set(ownerFile(record.owner), record.held.length === 0 ? undefined : record)
      expect(writeRecord(fs, paths, record))
    },
    distrust: () => {
      sound = false
    },
    isSound: () => sound,
  }
}
