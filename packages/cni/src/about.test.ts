import { expect, it } from "vitest"
import { about } from "./about.js"
import { memoryPlugin } from "./test/memory-plugin.js"

it("says in two lines what the plugin is and which versions it speaks", () => {
  const [first, second, ...rest] = about(memoryPlugin()).split("\n")
  expect(first).toContain("host-local 1.2.3")
  expect(second).toContain("0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0")
  expect(rest).toEqual([""])
})
