import { expect, it } from "vitest"
import { left, right, table } from "./table.js"

it("a table lines up in a terminal and says in Markdown how it is aligned", () => {
  const columns = [left("what"), right("ms"), left("")]
  const rows = [
    ["/bin/true", "0.51", "ok"],
    ["x", "12000", ""],
  ]
  expect(table(columns, rows)).toBe(
    [
      "| what      |    ms |     |",
      "| --------- | ----: | --- |",
      "| /bin/true |  0.51 | ok  |",
      "| x         | 12000 |     |",
    ].join("\n"),
  )
})

it("a cell that a row lacks is empty", () => {
  expect(table([left("a"), left("b")], [["1"]])).toContain("| 1   |     |")
})
