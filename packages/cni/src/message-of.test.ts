import { expect, it } from "vitest"
import { messageOf } from "./message-of.js"

it.each([
  [new Error("a bug"), "a bug"],
  [new SyntaxError("bad"), "bad"],
  ["text", "text"],
  [undefined, "undefined"],
  [null, "null"],
])("finds the message of %j", (thrown, message) => {
  expect(messageOf(thrown)).toBe(message)
})
