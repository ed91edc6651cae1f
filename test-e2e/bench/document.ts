/** docs/benchmarks.md, of which the part between two markers is generated. */

const begin = "<!-- begin: written by `pnpm bench --write`, not by hand -->"
const end = "<!-- end -->"

/** What is around the generated part until somebody writes it better. */
export const emptyDocument = `# Benchmarks

Whole processes, as a container runtime starts them: from exec to exit, medians, our host-local beside the Go plugin of Debian. Absolute times are those of one machine; the ratios matter. \`pnpm bench\` measures again.

${begin}
${end}
`

/** Replaces the generated part and nothing else. */
export const withGenerated = (document: string, generated: string): string => {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`no lines "${begin}" and "${end}" in the document`)
  return `${document.slice(0, from)}${begin}\n\n${generated}\n\n${document.slice(to)}`
}
