/** UTF-8, both ways. */
const decoder = new TextDecoder()
const encoder = new TextEncoder()

const mostBytesPerUnit = 3

/** The engine gives each size of a small array a page of its own, for which a command has no use. */
const leastRoom = 1024

/** `encode` would be shorter, and takes a short command several times as long. */
export const bytesOf = (text: string): Uint8Array => {
  const bytes = new Uint8Array(leastRoom + text.length * mostBytesPerUnit)
  return bytes.subarray(0, encoder.encodeInto(text, bytes).written)
}

export const textOf = (content: Uint8Array): string => decoder.decode(content)
