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
import { numberList } from "./number-list.js"
import type { OwnerHashes } from "./owner-hashes.js"
import { hashOf, rosterFile, rosterLine, rosterSize } from "./roster.js"
import { bytesOf, textOf } from "./text.js"

export interface RosterDraft {
  readonly add: (owner: OwnerHashes, address: Address) => void
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
  /** Whether there is a line of the owner whose record has that name. */
  readonly hasOwnerOf: (record: string) => boolean
}

/** A hash, an address of IPv6 in full, and what separates them. */
const longestLine = 64

const add = (numbers: Uint32Array, index: number, summand: number): void => {
  numbers[index] = (numbers[index] ?? 0) + summand
}

/** The numbers of the lines in the order of their files, and where in it each file begins. */
const sortByFile = (hashes: Uint32Array, size: number) => {
  const fileOf = (line: number): number => (hashes[line] ?? 0) & (size - 1)
  const begins = new Uint32Array(size + 1)
  for (let line = 0; line < hashes.length; line++) add(begins, fileOf(line) + 1, 1)
  for (let file = 1; file <= size; file++) add(begins, file, begins[file - 1] ?? 0)
  const next = begins.slice()
  const order = new Uint32Array(hashes.length)
  for (let line = 0; line < hashes.length; line++) {
    order[next[fileOf(line)] ?? 0] = line
    add(next, fileOf(line), 1)
  }
  return { order, begins }
}

const includes = (sorted: Uint32Array, wanted: number): boolean => {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] ?? 0) < wanted) from = middle + 1
    else to = middle
  }
  return sorted[from] === wanted
}

/** Texts, one behind the other. */
const textList = () => {
  let bytes = new Uint8Array(1 << 16)
  let end = 0
  const begins = numberList()
  return {
    push: (text: string): void => {
      const added = bytesOf(text)
      if (end + added.length > bytes.length) {
        const larger = new Uint8Array((end + added.length) * 2)
        larger.set(bytes)
        bytes = larger
      }
      bytes.set(added, end)
      begins.push(end)
      end += added.length
    },
    all: () => ({ bytes: bytes.subarray(0, end), begins: begins.all() }),
  }
}

export const rosterDraft = (): RosterDraft => {
  const containers = numberList()
  const records = numberList()
  const lines = textList()

  const finish = (): Roster => {
    const size = rosterSize(containers.all().length)
    const { order, begins } = sortByFile(containers.all(), size)
    const { bytes, begins: lineBegins } = lines.all()
    let buffer = new Uint8Array(0)
    let sorted: Uint32Array | undefined

    const linesOf = (file: number): Uint32Array => order.subarray(begins[file], begins[file + 1])

    const contentOf = (file: number): Uint8Array => {
      const members = linesOf(file)
      if (buffer.length < members.length * longestLine)
        buffer = new Uint8Array(members.length * longestLine * 2)
      let end = 0
      for (let member = 0; member < members.length; member++) {
        const line = members[member] ?? 0
        const behind = lineBegins[line + 1] ?? bytes.length
        // Byte by byte, for a view of the line would be more memory than the line.
        for (let from = lineBegins[line] ?? 0; from < behind; from++)
          buffer[end++] = bytes[from] ?? 0
      }
      return buffer.subarray(0, end)
    }

    return {
      size,
      textFor: ({ containerId }) => textOf(contentOf(hashOf(containerId) & (size - 1))),
      hasFile: (name) => {
        const file = Number.parseInt(name, 16)
        return file < size && rosterFile(file, size) === name && linesOf(file).length > 0
      },
      eachFile: (use) => {
        for (let file = 0; file < size; file++) {
          if (linesOf(file).length === 0) continue
          const used = use(rosterFile(file, size), contentOf(file))
          if (isLeft(used)) return used
        }
        return right(undefined)
      },
      hasOwnerOf: (record) => {
        sorted ??= records.all().slice().sort()
        return includes(sorted, hashOf(record))
      },
    }
  }

  return {
    add: ({ container, record }, address) => {
      containers.push(container)
      records.push(record)
      lines.push(rosterLine(record, address))
    },
    finish,
  }
}
