/**
 * Reads and writes whole streams without Node's stream objects, which cost a plugin more time to
 * set up than all the rest of a command.
 *
 * A stream that was made non-blocking by another process that shares it answers EAGAIN where
 * others would wait; so the waiting is done here.
 */

/** Writes some of the bytes from the offset on, and tells how many: `writeSync`. */
export type WriteSome = (bytes: Uint8Array, offset: number) => number

/** Reads some bytes into the buffer, and tells how many, 0 at the end: `readSync`. */
export type ReadSome = (into: Uint8Array) => number

/** Most configurations fit into the first; fresh memory is what a short command spends its time on. */
const firstChunkSize = 4096
const chunkSize = 65_536
const pauseMs = 1

/** Of UTF-8, for each of the 16-bit units that a text consists of. */
const mostBytesPerUnit = 3

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EAGAIN"

/** Waits before another attempt; throws what no waiting helps against. */
const pauseAfter = (error: unknown): void => {
  if (!isBusy(error)) throw error
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
}

/**
 * Writes the whole text as UTF-8, in as many pieces as the stream takes it.
 *
 * @example
 * writeAll((bytes, offset) => writeSync(1, bytes, offset), "done\n")
 */
export const writeAll = (write: WriteSome, text: string): void => {
  // The first `encode` of a process takes six times as long.
  const buffer = new Uint8Array(firstChunkSize + text.length * mostBytesPerUnit)
  const bytes = buffer.subarray(0, new TextEncoder().encodeInto(text, buffer).written)
  let written = 0
  while (written < bytes.length) {
    try {
      written += write(bytes, written)
    } catch (error) {
      pauseAfter(error)
    }
  }
}

/**
 * Reads up to the end, and decodes it as UTF-8.
 *
 * @example
 * const text = readAll((into) => readSync(0, into))
 */
export const readAll = (read: ReadSome): string => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  let buffer = new Uint8Array(firstChunkSize)
  let text = ""
  for (;;) {
    try {
      const count = read(buffer)
      if (count === 0) return text + decoder.decode()
      text += decoder.decode(buffer.subarray(0, count), { stream: true })
      if (count === firstChunkSize) buffer = new Uint8Array(chunkSize)
    } catch (error) {
      pauseAfter(error)
    }
  }
}
