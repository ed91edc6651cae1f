/** Makes the index anew from the lease files, and writes as much of it as the disk will take. */
import type { Address, Owner } from "@cni-ipam/core"
import { markUsed, sameAddress } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, isLeft, isRight, map, traverseArray } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { KnownIndex } from "./index-files.js"
import { pageFile, readRecord } from "./index-files.js"
import type { HeldAddress, OwnerRecord } from "./owner-record.js"
import { formatOwnerRecord, parseOwnerRecord } from "./owner-record.js"
import type { NetworkPaths } from "./paths.js"
import { leasePath, ownerFile } from "./paths.js"
import type { FoundLease, Scan } from "./scan.js"
import { scan } from "./scan.js"
import { bytesOf, textOf } from "./text.js"

export interface Rebuilt {
  /** All of the index, even where the disk took only part of it. */
  readonly known: KnownIndex
  /** Whether all of it was written. */
  readonly written: boolean
  readonly repairs: readonly string[]
}

const fileMode = 0o600

const writtenAt = (fs: FileSystem, path: string): number => {
  const status = fs.status(path)
  return isRight(status) ? Number(status.right.modifiedNs / 1_000_000n) : 0
}

interface RenewedRecord {
  readonly record: OwnerRecord
  /** Whether it differs from the file. */
  readonly isNew: boolean
}

/** Keeps of the old record what the lease files do not tell: range sets and details. */
const renew = (
  fs: FileSystem,
  paths: NetworkPaths,
  node: string,
  owner: Owner,
  leases: readonly FoundLease[],
): RenewedRecord => {
  const found = readRecord(fs, paths, owner)
  const old = isRight(found) ? found.right : undefined
  const held = leases.map(
    ({ address }): HeldAddress =>
      old?.held.find((known) => sameAddress(known.address, address)) ?? {
        address,
        rangeSet: "",
        node,
        allocatedAt: writtenAt(fs, leasePath(paths, address)),
      },
  )
  const record = { owner, held }
  return {
    record,
    isNew: old === undefined || formatOwnerRecord(old) !== formatOwnerRecord(record),
  }
}

const recordsOf = (
  fs: FileSystem,
  paths: NetworkPaths,
  node: string,
  leases: readonly FoundLease[],
): ReadonlyMap<string, RenewedRecord> => {
  const groups = new Map<string, [FoundLease, ...FoundLease[]]>()
  for (const lease of leases) {
    const name = ownerFile(lease.owner)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [lease])
    else group.push(lease)
  }
  return new Map(
    [...groups].map(([name, group]) => [name, renew(fs, paths, node, group[0].owner, group)]),
  )
}

/** Whose the files are that cannot be read, as far as the old index tells. */
const claimed = (
  fs: FileSystem,
  paths: NetworkPaths,
  unknown: readonly Address[],
): readonly FoundLease[] => {
  if (unknown.length === 0) return []
  const names = fs.list(paths.owners)
  if (isLeft(names)) return []
  return names.right.flatMap((name) => {
    const content = fs.read(`${paths.owners}/${name}`)
    const record = isRight(content) ? parseOwnerRecord(textOf(content.right)) : undefined
    return (record?.held ?? []).flatMap(({ address }) =>
      record !== undefined && unknown.some((other) => sameAddress(other, address))
        ? [{ address, owner: record.owner }]
        : [],
    )
  })
}

const pagesOf = ({ leases, unknown }: Scan): Map<string, Uint8Array> => {
  const pages = new Map<string, Uint8Array>()
  const used = [...leases.map(({ address }) => address), ...unknown]
  for (const address of used)
    markUsed(
      {
        read: (family, level, index) => pages.get(pageFile(family, level, index)),
        write: (family, level, index, page) => pages.set(pageFile(family, level, index), page),
      },
      address,
    )
  return pages
}

const prune = (
  fs: FileSystem,
  folder: string,
  isKept: (name: string) => boolean,
): Either<FileError, unknown> =>
  pipe(
    fs.makeDirectory(folder),
    flatMap(() => fs.list(folder)),
    flatMap((names) =>
      traverseArray((name: string) => fs.unlink(`${folder}/${name}`))(
        names.filter((name) => !isKept(name)),
      ),
    ),
  )

/** New records hold nothing that the next scan could not find again: no draft is needed. */
const writeAll = (
  fs: FileSystem,
  paths: NetworkPaths,
  pages: ReadonlyMap<string, Uint8Array>,
  renewed: ReadonlyMap<string, RenewedRecord>,
): Either<FileError, unknown> =>
  pipe(
    prune(fs, paths.pages, (name) => pages.has(name)),
    flatMap(() => prune(fs, paths.owners, (name) => renewed.has(name))),
    flatMap(() =>
      traverseArray(([name, page]: [string, Uint8Array]) =>
        fs.write(`${paths.pages}/${name}`, page, fileMode),
      )([...pages]),
    ),
    flatMap(() =>
      traverseArray(([name, { record }]: [string, RenewedRecord]) =>
        fs.write(`${paths.owners}/${name}`, bytesOf(formatOwnerRecord(record)), fileMode),
      )([...renewed].filter(([, { isNew }]) => isNew)),
    ),
  )

/** @param node this machine: whoever else wrote to this disk, wrote here. */
export const rebuild = (
  fs: FileSystem,
  paths: NetworkPaths,
  node: string,
): Either<FileError, Rebuilt> =>
  pipe(
    scan(fs, paths),
    map((found) => {
      const pages = pagesOf(found)
      const leases = [...found.leases, ...claimed(fs, paths, found.unknown)]
      const renewed = recordsOf(fs, paths, node, leases)
      // As long as some file cannot be read, each command tries again.
      const written = isRight(writeAll(fs, paths, pages, renewed)) && found.unknown.length === 0
      const records = new Map([...renewed].map(([name, { record }]) => [name, record]))
      return { known: { complete: true, pages, records }, written, repairs: found.repairs }
    }),
  )
