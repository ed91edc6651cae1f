/** UTF-8, both ways. */
const decoder = new TextDecoder()
const encoder = new TextEncoder()

export const bytesOf = (text: string): Uint8Array => encoder.encode(text)
export const textOf = (content: Uint8Array): string => decoder.decode(content)
