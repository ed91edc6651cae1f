/**
 * Texts as nearly all names are: of letters, digits, `-`, `.` and `_`.
 *
 * By their codes, for a command has but a few to look at, and the first match of a pattern costs it
 * more than all of them.
 */
export const isPlainCode = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x2d && code <= 0x2e) ||
  code === 0x5f

export const isPlainText = (text: string): boolean => {
  for (let index = 0; index < text.length; index++)
    if (!isPlainCode(text.charCodeAt(index))) return false
  return true
}
