/** JSON as Go writes it, byte for byte, because answers are compared with those of Go's plugins. */

/** Go escapes what could end a script element or a JavaScript line. */
const escapes: readonly (readonly [character: string, escaped: string])[] = [
  ["<", "\\u003c"],
  [">", "\\u003e"],
  ["&", "\\u0026"],
  ["\u2028", "\\u2028"],
  ["\u2029", "\\u2029"],
]

/**
 * Writes a value indented by four spaces, and without a newline at the end.
 *
 * @example
 * goJson({ search: ["a&b"] }) // {\n    "search": [\n        "a\u0026b"\n    ]\n}
 */
export const goJson = (value: object): string => {
  let json = JSON.stringify(value, undefined, 4)
  for (const [character, escaped] of escapes)
    if (json.includes(character)) json = json.replaceAll(character, escaped)
  return json
}
