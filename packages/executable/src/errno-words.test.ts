import { getSystemErrorMap } from "node:util"
import { describe, expect, it } from "vitest"
import { inWords } from "./errno-words.js"

const usual = [
  ...["ENOENT", "EACCES", "EISDIR", "ENOTDIR", "EPERM", "EIO", "ENXIO", "ENOMEM", "EINVAL"],
  ...["ENFILE", "EMFILE", "ENAMETOOLONG", "ELOOP"],
]

describe("why a file cannot be read", () => {
  it.each(usual)("is said in the words that Node has for %s", (code) => {
    const known = [...getSystemErrorMap().values()].find(([name]) => name === code)
    expect(inWords(code)).toBe(`${code}: ${known?.[1]}`)
  })

  it.each(["error 99", "a path has a NUL character in it", "constructor", ""])(
    "stays as it is where there is no word for it: %j",
    (reason) => {
      expect(inWords(reason)).toBe(reason)
    },
  )
})
