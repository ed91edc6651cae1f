/** JSON as Go writes it, byte for byte, because answers are compared with those of Go's plugins. */

/** Go escapes what could end a script element or a JavaScript line. */
const escaped = /[<>&\u2028\u2029]/g

const escapeCharacter = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/**
 * Writes a value indented by four spaces, and without a newline at the end.
 *
 * @example
 * goJson({ search: ["a&b"] }) // {\n    "search": [\n        "a\u0026b"\n    ]\n}
 */
export const goJson = (value: object): string =>
  JSON.stringify(value, undefined, 4).replace(escaped, escapeCharacter)
