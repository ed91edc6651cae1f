/**
 * Moves a program's hot code to where the kernel can map it in pages of 2 MB.
 *
 * A command touches its code in two hundred places, each of which is a page fault of its own where
 * pages have 4 kB. The kernel maps 2 MB at once if the page cache holds them as one, if they belong
 * to one segment, and if the segment's place in the file and that in memory differ by a multiple of
 * 2 MB; a linker only sees to it that they differ by one of 4 kB.
 *
 * What is mapped counts as the memory of each process that has it, though it is there once. So this
 * is done for the first megabytes of the code, where what every start needs lies close together, and
 * the rest is a segment of its own, which differs by what no large page allows.
 */

const hugePage = 0x20_0000

/**
 * From where to where, in large pages from the one in which the code begins.
 *
 * The end of the data before the code shares that page with it, and so becomes code, too. That it is
 * more of the data is to divide a page between two segments: a start needs one place of it only, and
 * would get all of it. Each page more costs 1.2 MB and saves a command some 1 %.
 */
const hot = { from: -3.5, to: 7 }

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

interface Segment {
  readonly type: number
  readonly flags: number
  /** Where it begins in the file, and in memory. */
  readonly offset: number
  readonly address: number
  readonly inFile: number
  readonly inMemory: number
  readonly alignment: number
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const word = (view: DataView, at: number): number => Number(view.getBigUint64(at, true))

const setWord = (view: DataView, at: number, value: number): void =>
  view.setBigUint64(at, BigInt(value), true)

const segmentsOf = (file: Uint8Array): readonly Segment[] => {
  const view = viewOf(file)
  if (view.getUint32(0) !== magic || file[4] !== class64 || file[5] !== littleEndian)
    throw new Error("align-hot-code: this is no ELF program of 64 bits")
  const first = word(view, header.programs)
  return Array.from({ length: view.getUint16(header.programCount, true) }, (_, index) => {
    const at = first + index * entrySize
    return {
      type: view.getUint32(at + entry.type, true),
      flags: view.getUint32(at + entry.flags, true),
      offset: word(view, at + entry.offset),
      address: word(view, at + entry.address),
      inFile: word(view, at + entry.inFile),
      inMemory: word(view, at + entry.inMemory),
      alignment: word(view, at + entry.alignment),
    }
  })
}

const setSegments = (file: Uint8Array, segments: readonly Segment[]): void => {
  const view = viewOf(file)
  const first = word(view, header.programs)
  for (const [index, segment] of segments.entries()) {
    const at = first + index * entrySize
    view.setUint32(at + entry.type, segment.type, true)
    view.setUint32(at + entry.flags, segment.flags, true)
    setWord(view, at + entry.offset, segment.offset)
    setWord(view, at + entry.address, segment.address)
    setWord(view, at + entry.physical, segment.address)
    setWord(view, at + entry.inFile, segment.inFile)
    setWord(view, at + entry.inMemory, segment.inMemory)
    setWord(view, at + entry.alignment, segment.alignment)
  }
  view.setUint16(header.programCount, segments.length, true)
}

const isLoaded = ({ type }: Segment): boolean => type === load

const isCode = (segment: Segment): boolean =>
  isLoaded(segment) && (segment.flags & executable) !== 0

/** What of a segment lies between two addresses; it may also begin before it. */
const between = (segment: Segment, from: number, to: number): Segment => ({
  ...segment,
  offset: segment.offset + from - segment.address,
  address: from,
  inFile: to - from,
  inMemory: to - from,
})

/** The same segment elsewhere in the file. */
const moved = (segment: Segment, by: number): Segment => ({
  ...segment,
  offset: segment.offset + by,
})

/** The data at the program's beginning, and the code behind it. */
const dataAndCode = (segments: readonly Segment[]): readonly [Segment, Segment] => {
  const [data, code] = segments.filter(isLoaded)
  const [first, ...others] = segments.filter(isCode)
  if (data === undefined || code === undefined || code !== first || others.length > 0)
    throw new Error("align-hot-code: a program has data and one segment of code behind it")
  return [data, code]
}

interface Places {
  /** Addresses. */
  readonly hotStart: number
  readonly hotEnd: number
  readonly codeEnd: number
  /** Offset in the file as it was: where hot code ends. */
  readonly cut: number
  /** How far the hot code moves in the file, and the rest. */
  readonly hotBy: number
  readonly restBy: number
}

const placesOf = (data: Segment, code: Segment): Places => {
  const firstPage = Math.floor(code.address / hugePage)
  const hotStart = (firstPage + hot.from) * hugePage
  const hotEnd = (firstPage + hot.to) * hugePage
  const codeEnd = code.address + code.inFile
  if (codeEnd <= hotEnd) throw new Error("align-hot-code: all of the code would be hot")
  const ofData = data.address - data.offset
  const hotBy = code.address - code.offset - ofData
  if (ofData % hugePage !== 0 || hotBy < 0 || hotStart < data.address)
    throw new Error("align-hot-code: the code cannot be one segment with the data before it")
  const cut = code.offset + hotEnd - code.address
  // As much more as a page has on any machine for which the program was linked.
  return { hotStart, hotEnd, codeEnd, cut, hotBy, restBy: hotBy + code.alignment }
}

/**
 * @param file an ELF program of 64 bits that does without its notes.
 * @returns the same program, longer by some 2 MB at most, and without a table of sections.
 * @throws if it is none, or has its code elsewhere than behind the data that it begins with.
 */
export const alignHotCode = (file: Uint8Array): Uint8Array => {
  const segments = segmentsOf(file)
  // The second segment of code takes the place of the notes in the table, which has no room for it.
  const kept = segments.filter(({ type }) => type !== note)
  if (kept.length === segments.length) throw new Error("align-hot-code: a program has notes")
  const [data, code] = dataAndCode(segments)
  const { hotStart, hotEnd, codeEnd, cut, hotBy, restBy } = placesOf(data, code)

  const shiftOf = (offset: number): number => {
    if (offset < code.offset) return 0
    return offset < cut ? hotBy : restBy
  }
  const partsOf = (segment: Segment): readonly Segment[] => {
    if (segment === data) return [between(data, data.address, hotStart)]
    if (segment !== code) return [moved(segment, shiftOf(segment.offset))]
    return [
      moved(between(code, hotStart, hotEnd), hotBy),
      moved(between(code, hotEnd, codeEnd), restBy),
    ]
  }

  const aligned = new Uint8Array(file.length + restBy)
  aligned.set(file.subarray(0, code.offset))
  aligned.set(file.subarray(code.offset, cut), code.offset + hotBy)
  aligned.set(file.subarray(cut), cut + restBy)
  setSegments(aligned, kept.flatMap(partsOf))
  // A section that was cut cannot be described. Nothing that runs reads this table.
  setWord(viewOf(aligned), header.sections, 0)
  aligned.fill(0, header.sectionCounts, header.sectionCounts + 6)
  return aligned
}
