/** How documentation is run, tried on some that is right and some that is wrong. */
import { expect, test } from "vitest"
import { folderForTest } from "../plugin/folders.js"
import { exchanges, isAsShown, runConsole } from "./console.js"
import { codeBlocks } from "./markdown.js"

const documentation = `# A title

\`\`\`console
$ export NAME=world
$ echo "hello, \\
  $NAME"; echo oops >&2
hello,   world
oops
$ pwd; printf end
/…/cni-ipam-e2e-…
end
$ ls
\`\`\`

Words, and \`\`\`no fence\`\`\`.

\`\`\`json
{ "name": "lan" }
\`\`\`
`

test("the blocks of a text are found, each with its language and its line", () => {
  expect(codeBlocks(documentation).map(({ language, line }) => [language, line])).toEqual([
    ["console", 3],
    ["json", 17],
  ])
  expect(codeBlocks(documentation)[1]?.text).toBe('{ "name": "lan" }\n')
})

test("commands run in one shell, in the folder, and print what is shown", async () => {
  const [block] = codeBlocks(documentation)
  const shown = exchanges(block?.text ?? "")
  expect(shown.map(({ command }) => command.split("\n")[0])).toEqual([
    "export NAME=world",
    'echo "hello, \\',
    "pwd; printf end",
    "ls",
  ])
  const folder = await folderForTest()
  const printed = await runConsole(
    shown.map(({ command }) => command),
    folder,
    "/nonexistent",
  )
  expect(printed).toEqual(["", "hello,   world\noops\n", `${folder}\nend`, ""])
  expect(shown.map(({ output }, index) => isAsShown(output, printed[index] ?? ""))).toEqual([
    true,
    true,
    true,
    true,
  ])
})

test("what is printed must be all that is shown, and nothing else", () => {
  expect(isAsShown("a…c\n", "a\nb\nc")).toBe(true)
  expect(isAsShown("a.c", "abc")).toBe(false)
  expect(isAsShown("", "a")).toBe(false)
  expect(isAsShown("a", "")).toBe(false)
  expect(isAsShown("a", "a\nb")).toBe(false)
  expect(isAsShown("b", "a\nb")).toBe(false)
})

test("a command that fails does not keep the others from running", async () => {
  const folder = await folderForTest()
  expect(await runConsole(["false", "echo a"], folder, "/nonexistent")).toEqual(["", "a\n"])
})
