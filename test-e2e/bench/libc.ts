/** The calls of the C library by which programs are started and waited for. */
import { dlopen, FFIType, ptr as pointerTo } from "bun:ffi"

const { i32, u64, ptr } = FFIType

export const { symbols: libc } = dlopen("libc.so.6", {
  posix_spawn: { args: [ptr, ptr, ptr, ptr, ptr, ptr], returns: i32 },
  posix_spawn_file_actions_init: { args: [ptr], returns: i32 },
  posix_spawn_file_actions_addopen: { args: [ptr, i32, ptr, i32, i32], returns: i32 },
  posix_spawn_file_actions_adddup2: { args: [ptr, i32, i32], returns: i32 },
  posix_spawn_file_actions_destroy: { args: [ptr], returns: i32 },
  wait4: { args: [i32, ptr, i32, ptr], returns: i32 },
  pipe2: { args: [ptr, i32], returns: i32 },
  read: { args: [i32, ptr, u64], returns: i32 },
  close: { args: [i32], returns: i32 },
  sync: { args: [], returns: FFIType.void },
  prctl: { args: [i32, u64, u64, u64, u64], returns: i32 },
})

/** @param result what a call returned that returns 0 when it succeeds. */
export const expectDone = (call: string, result: number): void => {
  if (result !== 0) throw new Error(`${call} failed with ${result}`)
}

const encoder = new TextEncoder()

/** A text as C has it. */
export const cString = (text: string): Uint8Array => encoder.encode(`${text}\0`)

const bytesPerPointer = 8

/**
 * A list of texts as argv and envp are: pointers, a null one at the end, and behind it the texts
 * to which they point. All in one piece of memory, so that no part of it can go before another.
 */
export const cStrings = (texts: readonly string[]): BigUint64Array => {
  const encoded = texts.map(cString)
  const tableSize = (texts.length + 1) * bytesPerPointer
  const size = encoded.reduce((sum, { length }) => sum + length, tableSize)
  const words = new BigUint64Array(Math.ceil(size / bytesPerPointer))
  const bytes = new Uint8Array(words.buffer)
  const start = BigInt(pointerTo(bytes))
  let end = tableSize
  for (const [index, text] of encoded.entries()) {
    bytes.set(text, end)
    words[index] = start + BigInt(end)
    end += text.length
  }
  return words
}
