/**
 * Moves a program's hot code to where the kernel can map it in pages of 2 MB.
 *
 * A command touches its code in two hundred places, each of which is a page fault of its own where
 * pages have 4 kB. The kernel maps 2 MB at once if the page cache holds them as one, and if the
 * code's place in the file and that in memory differ by a multiple of 2 MB; a linker only sees to
 * it that they differ by one of 4 kB.
 *
 * What is mapped counts as the memory of each process that has it, though it is there once. So this
 * is done for the first megabytes of the code, where what every start needs lies close together, and
 * the rest is a segment of its own, which differs by what no large page allows.
 */

const hugePage = 0x20_0000
const hotPages = 5

/** `Elf64_Ehdr` and `Elf64_Phdr` of elf(5). */
const header = { programs: 32, sections: 40, programCount: 56, sectionCounts: 58 }
const entry = {
  type: 0,
  flags: 4,
  offset: 8,
  address: 16,
  physical: 24,
  inFile: 32,
  inMemory: 40,
  alignment: 48,
}
const entrySize = 56

const magic = 0x7f454c46
const class64 = 2
const littleEndian = 1
const load = 1
const note = 4
const executable = 1

const word = (view: DataView, at: number): number => Number(view.getBigUint64(at, true))

const setWord = (view: DataView, at: number, value: number): void =>
  view.setBigUint64(at, BigInt(value), true)

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const entriesOf = (file: Uint8Array): readonly Uint8Array[] => {
  const view = viewOf(file)
  if (view.getUint32(0) !== magic || file[4] !== class64 || file[5] !== littleEndian)
    throw new Error("align-hot-code: this is no ELF program of 64 bits")
  const first = word(view, header.programs)
  return Array.from({ length: view.getUint16(header.programCount, true) }, (_, index) =>
    file.subarray(first + index * entrySize, first + (index + 1) * entrySize),
  )
}

const typeOf = (bytes: Uint8Array): number => viewOf(bytes).getUint32(entry.type, true)

const isCode = (bytes: Uint8Array): boolean =>
  typeOf(bytes) === load && (viewOf(bytes).getUint32(entry.flags, true) & executable) !== 0

/** The part of a segment from one byte of it to another. */
const partOf = (segment: Uint8Array, from: number, to: number): Uint8Array => {
  const part = new Uint8Array(segment)
  const view = viewOf(part)
  for (const start of [entry.offset, entry.address, entry.physical])
    setWord(view, start, word(view, start) + from)
  for (const size of [entry.inFile, entry.inMemory]) setWord(view, size, to - from)
  return part
}

interface Plan {
  /** Offsets of the code, and of that part of it that is to differ otherwise. */
  readonly start: number
  readonly cut: number
  readonly padding: number
  readonly gap: number
  readonly segments: readonly Uint8Array[]
}

const planOf = (code: Uint8Array): Plan => {
  const view = viewOf(code)
  const start = word(view, entry.offset)
  const address = word(view, entry.address)
  const size = word(view, entry.inFile)
  const hotSize = (Math.floor(address / hugePage) + hotPages) * hugePage - address
  if (size <= hotSize) throw new Error("align-hot-code: all of the code would be hot")
  return {
    start,
    cut: start + hotSize,
    padding: (((address - start) % hugePage) + hugePage) % hugePage,
    // As much as a page has on any machine for which the program was linked.
    gap: word(view, entry.alignment),
    segments: [partOf(code, 0, hotSize), partOf(code, hotSize, size)],
  }
}

/**
 * @param file an ELF program of 64 bits, whose code is one segment, and which does without its notes.
 * @returns the same program, longer by some 2 MB at most, and without a table of sections.
 * @throws if it is none.
 */
export const alignHotCode = (file: Uint8Array): Uint8Array => {
  const entries = entriesOf(file)
  const [code, ...others] = entries.filter(isCode)
  // The second segment of code takes the place of the notes in the table, which has no room for it.
  const kept = entries.filter((one) => typeOf(one) !== note)
  if (code === undefined || others.length > 0 || kept.length === entries.length)
    throw new Error("align-hot-code: a program has one segment of code, and notes")
  const { start, cut, padding, gap, segments } = planOf(code)

  /** Where in the new file the byte is that was at the offset. */
  const moved = (offset: number): number => {
    if (offset < start) return offset
    return offset < cut ? offset + padding : offset + padding + gap
  }
  const aligned = new Uint8Array(moved(file.length))
  aligned.set(file.subarray(0, start))
  aligned.set(file.subarray(start, cut), moved(start))
  aligned.set(file.subarray(cut), moved(cut))

  const view = viewOf(aligned)
  const table = kept.flatMap((one) => (one === code ? segments : [one]))
  for (const [index, one] of table.entries()) {
    const at = word(view, header.programs) + index * entrySize
    aligned.set(one, at)
    setWord(view, at + entry.offset, moved(word(view, at + entry.offset)))
  }
  view.setUint16(header.programCount, table.length, true)
  // A section that was cut cannot be described. Nothing that runs reads this table.
  setWord(view, header.sections, 0)
  aligned.fill(0, header.sectionCounts, header.sectionCounts + 6)
  return aligned
}
