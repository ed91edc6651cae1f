/**
 * Whether the text may name a container or a network (CNI 1.1.0, "Parameters"): letters, digits,
 * and behind the first of them `_`, `.` and `-`. Stores make paths of such names, so nothing else
 * may pass.
 */
export const isIdentifier = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    const isLetterOrDigit =
      (character >= "a" && character <= "z") ||
      (character >= "A" && character <= "Z") ||
      (character >= "0" && character <= "9")
    if (!isLetterOrDigit && (index === 0 || !"_.-".includes(character))) return false
  }
  return text !== ""
}
