/**
 * Where a text stops being JSON. Engines tell it in their own ways, or show the text itself, which
 * may be a password without its quotes.
 */
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"

/** First characters of what may come next; `x` is a number or a word. */
const expected = {
  value: '{["x',
  valueOrEnd: '{["x]',
  key: '"',
  keyOrEnd: '"}',
  colon: ":",
  inObject: ",}",
  inArray: ",]",
  nothing: "",
} as const

type State = keyof typeof expected

/** Left: where it breaks. Right: what is behind it. */
type End = Either<number, number>

const stringEnd = (text: string, start: number): End => {
  const special = /["\\\p{Cc}]/gu
  const escaped = /["\\/bfnrt]|u[\da-fA-F]{4}/y
  special.lastIndex = start + 1
  for (let found = special.exec(text); found !== null; found = special.exec(text)) {
    const [character] = found
    if (character === '"') return right(special.lastIndex)
    if (character === "\\") {
      escaped.lastIndex = special.lastIndex
      if (!escaped.test(text)) return left(special.lastIndex)
      special.lastIndex = escaped.lastIndex
    } else if (character < " ") return left(found.index)
  }
  return left(text.length)
}

const plainEnd = (text: string, start: number): End => {
  const plain = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
  plain.lastIndex = start
  return plain.test(text) ? right(plain.lastIndex) : left(start)
}

const indexOfMistake = (text: string): number | undefined => {
  const open: string[] = []
  const afterValue = (): State =>
    open.length === 0 ? "nothing" : open.at(-1) === "{" ? "inObject" : "inArray"
  const notSpace = /[^ \t\n\r]/g
  let state: State = "value"
  for (let found = notSpace.exec(text); found !== null; found = notSpace.exec(text)) {
    const { index } = found
    const kind = /[{}[\],:"]/.test(found[0]) ? found[0] : "x"
    if (!expected[state].includes(kind)) return index
    if (kind === '"' || kind === "x") {
      const end: End = kind === "x" ? plainEnd(text, index) : stringEnd(text, index)
      if (isLeft(end)) return end.left
      notSpace.lastIndex = end.right
      state = expected[state].startsWith('"') ? "colon" : afterValue()
    } else if (kind === "{" || kind === "[") {
      open.push(kind)
      state = kind === "{" ? "keyOrEnd" : "valueOrEnd"
    } else if (kind === ",") {
      state = state === "inObject" ? "key" : "value"
    } else if (kind === ":") {
      state = "value"
    } else {
      open.pop()
      state = afterValue()
    }
  }
  return state === "nothing" ? undefined : text.length
}

/**
 * The line and the column, both from 1 on, of the first character that JSON cannot have there.
 *
 * @example jsonMistake('{"token": s3cret}') // { line: 1, column: 11 }
 */
export const jsonMistake = (
  text: string,
): { readonly line: number; readonly column: number } | undefined => {
  const index = indexOfMistake(text)
  if (index === undefined) return undefined
  const before = text.slice(0, index).split("\n")
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 }
}
