/**
 * Reads an unsigned number of a few digits: no sign, no space, no prefix, nothing behind it.
 *
 * `Number` and `parseInt` take too much for a number, and a regular expression is compiled at
 * its first use, which a program that ends after one address pays for every time.
 */

/**
 * A decimal number without leading zeros, which some readers take for octal ones.
 *
 * @param longest how many digits there may be at most.
 */
export const parseDecimal = (text: string, longest: number): number | undefined => {
  if (text.length === 0 || text.length > longest) return undefined
  if (text.length > 1 && text.startsWith("0")) return undefined
  let value = 0
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 0x30
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return value
}

const hexDigitOf = (code: number): number | undefined => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : undefined
}

/** @param longest how many digits there may be at most. */
export const parseHex = (text: string, longest: number): number | undefined => {
  if (text.length === 0 || text.length > longest) return undefined
  let value = 0
  for (let index = 0; index < text.length; index++) {
    const digit = hexDigitOf(text.charCodeAt(index))
    if (digit === undefined) return undefined
    value = value * 16 + digit
  }
  return value
}
