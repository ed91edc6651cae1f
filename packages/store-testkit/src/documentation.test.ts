import { readFileSync } from "node:fs"
import { expect, it } from "vitest"

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8")

it("the example in the README is the one that is run here", () => {
  const example = read("example.test.ts").replace("./index.js", "@cni-ipam/store-testkit")
  expect(read("../README.md")).toContain(`\`\`\`ts\n${example}\`\`\`\n`)
})
