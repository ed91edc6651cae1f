/** The blocks of code in a Markdown text. */

export interface CodeBlock {
  /** The word behind the opening fence: `json`, `console`; empty where there is none. */
  readonly language: string
  readonly text: string
  /** The line of the opening fence, from 1 on. */
  readonly line: number
}

const fence = /^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm

/** @example codeBlocks("```json\n{}\n```") // [{ language: "json", text: "{}\n", line: 1 }] */
export const codeBlocks = (markdown: string): readonly CodeBlock[] =>
  [...markdown.matchAll(fence)].map(({ 1: language = "", 2: text = "", index }) => ({
    language,
    text,
    line: markdown.slice(0, index).split("\n").length,
  }))
