import type fileSystem from "node:fs"

/** 256 kB do as well; the more, the fewer calls. */
const pieceSize = 4 * 1024 * 1024

const copyPieces = (fs: typeof fileSystem, source: number, target: number): void => {
  const piece = new Uint8Array(pieceSize)
  for (;;) {
    const count = fs.readSync(source, piece)
    if (count === 0) return
    for (let written = 0; written < count; )
      written += fs.writeSync(target, piece, written, count - written)
  }
}

/**
 * Copies a program so that it starts as fast as it can, and makes it executable for everybody.
 *
 * What is written at once stays together in the page cache, in pages of up to that size where the
 * file system knows them, and those are mapped in one go. After `copyFile`, which lets the kernel
 * copy, a command takes a twentieth longer: docs/decisions/0009 has the figures.
 */
export const copyProgram = (from: string, to: string): void => {
  // A static import would load node:fs for every command of every plugin.
  const fs = process.getBuiltinModule("node:fs")
  const source = fs.openSync(from, "r")
  try {
    const target = fs.openSync(to, "w")
    try {
      copyPieces(fs, source, target)
      fs.fchmodSync(target, 0o755)
    } finally {
      fs.closeSync(target)
    }
  } finally {
    fs.closeSync(source)
  }
}
