/**
 * A roster in the making: its lines, as the bytes of which its files will be made, until it is
 * known how many there are and so which of them lie in the same file.
 *
 * An object for each of 60 000 leases would take more memory than all the rest of a command, so
 * here are only numbers and bytes.
 */
import type { Address, Owner } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, right } from "fp-ts/lib/Either.js"
import { lineList } from "./line-list.js"
import { isCut, ownerFile, ownerOfFile } from "./paths.js"
import { beginningOf, hashOf, ownerOfLine, rosterFileOf, rosterLine, rosterSize } from "./roster.js"
import { bytesOf, textOf } from "./text.js"

export interface RosterDraft {
  readonly add: (owner: Owner, address: Address) => void
  /** Sorts the lines by files. Nothing is added any more. */
  readonly finish: () => Roster
}

/** A roster in memory. */
export interface Roster {
  /** How many files it has, those without lines included. */
  readonly size: number
  /** The text of the file in which the owner's lines are. */
  readonly textFor: (owner: Owner) => string
  /** Whether there are lines in the file of that name. */
  readonly hasFile: (name: string) => boolean
  /** Tells each file that has lines; its content is overwritten by the next one's. */
  readonly eachFile: <E>(
    use: (name: string, content: Uint8Array) => Either<E, unknown>,
  ) => Either<E, void>
  /** Whether there is a line of the owner whose record is in the file of that name. */
  readonly knowsOwnerOf: (name: string) => boolean
}

/** The numbers of the lines in the order of their files, and where in it each file begins. */
const sortByFile = (hashes: Uint32Array, size: number) => {
  const begins = new Uint32Array(size + 1)
  const fileOf = (line: number): number => (hashes[line] ?? 0) & (size - 1)
  const next = (file: number): number => {
    const place = begins[file] ?? 0
    begins[file] = place + 1
    return place
  }
  for (let line = 0; line < hashes.length; line++) next(fileOf(line) + 1)
  for (let file = 1; file <= size; file++)
    begins[file] = (begins[file] ?? 0) + (begins[file - 1] ?? 0)
  const order = new Uint32Array(hashes.length)
  for (let line = 0; line < hashes.length; line++) order[next(fileOf(line))] = line
  // Each file has been filled to where the next one begins.
  begins.copyWithin(1, 0)
  begins[0] = 0
  return { order, begins }
}

export const rosterDraft = (): RosterDraft => {
  const lines = lineList()

  const finish = (): Roster => {
    const hashes = lines.hashes()
    const size = rosterSize(hashes.length)
    const { order, begins } = sortByFile(hashes, size)
    const linesOf = (file: number): Uint32Array => order.subarray(begins[file], begins[file + 1])
    let buffer = new Uint8Array(0)

    const contentOf = (file: number): Uint8Array => {
      const members = linesOf(file)
      let length = 0
      for (const line of members) length += lines.length(line)
      if (buffer.length < length) buffer = new Uint8Array(length * 2)
      let end = 0
      for (const line of members) end = lines.copy(line, buffer, end)
      return buffer.subarray(0, end)
    }

    const holds = (owner: Owner): boolean => {
      const hash = hashOf(owner)
      const beginning = bytesOf(beginningOf(owner))
      return linesOf(hash & (size - 1)).some(
        (line) => hashes[line] === hash && lines.beginsWith(line, beginning),
      )
    }

    /** Made only where such files are: names of containers are seldom that long. */
    let cutNames: ReadonlySet<string> | undefined
    const findCutNames = (): ReadonlySet<string> => {
      const names = new Set<string>()
      for (let line = 0; line < hashes.length; line++) {
        const name = ownerFile(ownerOfLine(lines.text(line)))
        if (isCut(name)) names.add(name)
      }
      return names
    }

    return {
      size,
      textFor: (owner) => textOf(contentOf(hashOf(owner) & (size - 1))),
      hasFile: (name) => {
        const file = Number.parseInt(name, 16)
        return file < size && linesOf(file).length > 0 && rosterFileOf(file, size) === name
      },
      eachFile: (use) => {
        for (let file = 0; file < size; file++) {
          if (linesOf(file).length === 0) continue
          const used = use(rosterFileOf(file, size), contentOf(file))
          if (isLeft(used)) return used
        }
        return right(undefined)
      },
      knowsOwnerOf: (name) => {
        if (isCut(name)) {
          cutNames ??= findCutNames()
          return cutNames.has(name)
        }
        const owner = ownerOfFile(name)
        return owner !== undefined && holds(owner)
      },
    }
  }

  return {
    add: (owner, address) => lines.add(hashOf(owner), bytesOf(rosterLine(owner, address))),
    finish,
  }
}
