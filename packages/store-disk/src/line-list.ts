/** Lines of text in a few large pieces of memory, each with a number. */
import { textOf } from "./text.js"

export interface LineList {
  readonly add: (hash: number, line: Uint8Array) => void
  /** Of all lines, in the order in which they came. */
  readonly hashes: () => Uint32Array
  readonly length: (line: number) => number
  readonly text: (line: number) => string
  readonly beginsWith: (line: number, beginning: Uint8Array) => boolean
  /** Copies the line to that place; where the copy ends. */
  readonly copy: (line: number, into: Uint8Array, place: number) => number
}

const pieceSize = 1 << 18

interface Numbers {
  readonly push: (number: number) => void
  readonly at: (index: number) => number
  readonly all: () => Uint32Array
}

const numbers = (): Numbers => {
  let list = new Uint32Array(1024)
  let length = 0
  return {
    push: (number) => {
      if (length === list.length) {
        const larger = new Uint32Array(length * 2)
        larger.set(list)
        list = larger
      }
      list[length++] = number
    },
    at: (index) => list[index] ?? 0,
    all: () => list.subarray(0, length),
  }
}

/** @returns an empty list. A line has at most 256 KiB. */
export const lineList = (): LineList => {
  const pieces: Uint8Array[] = []
  const hashes = numbers()
  const lengths = numbers()
  /** Where a line begins in all pieces, one behind the other. No line goes over two of them. */
  const begins = numbers()
  let end = 0

  const bytesOfLine = (line: number): Uint8Array => {
    const begin = begins.at(line)
    const offset = begin % pieceSize
    const piece = pieces[Math.floor(begin / pieceSize)] ?? new Uint8Array(0)
    return piece.subarray(offset, offset + lengths.at(line))
  }

  return {
    add: (hash, line) => {
      if (end + line.length > pieces.length * pieceSize) {
        end = pieces.length * pieceSize
        pieces.push(new Uint8Array(pieceSize))
      }
      pieces.at(-1)?.set(line, end % pieceSize)
      hashes.push(hash)
      lengths.push(line.length)
      begins.push(end)
      end += line.length
    },
    hashes: hashes.all,
    length: lengths.at,
    text: (line) => textOf(bytesOfLine(line)),
    beginsWith: (line, beginning) => {
      const bytes = bytesOfLine(line)
      return beginning.every((byte, index) => byte === bytes[index])
    },
    copy: (line, into, place) => {
      into.set(bytesOfLine(line), place)
      return place + lengths.at(line)
    },
  }
}
