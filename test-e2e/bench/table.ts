/** Tables that read well in a terminal and are Markdown. */

export type Column = { readonly title: string; readonly align: "left" | "right" }

export const left = (title: string): Column => ({ title, align: "left" })
export const right = (title: string): Column => ({ title, align: "right" })

const shortestRule = 3

export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const widths = columns.map(({ title }, index) =>
    Math.max(shortestRule, title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  )
  const line = (cellOf: (column: Column, index: number, width: number) => string): string =>
    `| ${columns.map((column, index) => cellOf(column, index, widths[index] ?? 0)).join(" | ")} |`
  const padded = (text: string, { align }: Column, width: number): string =>
    align === "left" ? text.padEnd(width) : text.padStart(width)

  return [
    line((column, _, width) => padded(column.title, column, width)),
    line(({ align }, _, width) =>
      align === "left" ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
    ),
    ...rows.map((row) => line((column, index, width) => padded(row[index] ?? "", column, width))),
  ].join("\n")
}
