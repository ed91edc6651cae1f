/** Delegates that fail in every way there is, and how what was done before is undone. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { answering, fakes } from "./fake-delegates.js"

const bin = await builtPlugins("ipam-delegated")

const fine = answering({ ips: [] })
const atAdd = (body: string): string => `[ "$CNI_COMMAND" != ADD ] || { ${body}; }`

const failures: Readonly<Record<string, readonly [body: string, expected: object]>> = {
  "answers with an error": [
    `echo '{"cniVersion":"1.1.0","code":122,"msg":"full","details":"of a"}'; exit 122`,
    { code: 122, msg: "delegate bad failed: full", details: "bad: code 122: full (of a)" },
  ],
  "is ended by a signal": [
    "kill -SEGV $$",
    { code: 5, msg: "delegate bad failed: it was ended by SIGSEGV" },
  ],
  "prints garbage": [
    "echo '<html>'",
    {
      code: 5,
      msg: "delegate bad failed: it printed what is no result",
      details: 'bad: code 5: it printed what is no result ("<html>")',
    },
  ],
  "prints what is no object": [
    "echo '[]'",
    { code: 5, msg: "delegate bad failed: it printed what is no result" },
  ],
  "prints nothing": ["true", { code: 5, msg: "delegate bad failed: it printed no result" }],
  "prints nothing and fails": [
    "exit 7",
    {
      code: 5,
      msg: "delegate bad failed: it exited with status 7",
      details: "bad: code 5: it exited with status 7 (it printed nothing)",
    },
  ],
  "prints garbage and fails": [
    "echo oops; exit 1",
    { code: 5, details: 'bad: code 5: it exited with status 1 (it printed "oops")' },
  ],
}

describe("a delegate that", () => {
  test.each(Object.entries(failures))(
    "%s is told of, and all is undone",
    async (_, [body, error]) => {
      const { run, order, calls } = await fakes(bin, {
        one: answering({ ips: [], pools: ["p"] }),
        two: answering({ ips: [], more: 1 }),
        bad: atAdd(body),
        never: fine,
      })
      const { exit, answer } = await run("ADD")
      expect({ exit, answer }).toMatchObject({ exit: 1, answer: error })
      expect(await order()).toEqual([
        "ADD one",
        "ADD two",
        "ADD bad",
        "DEL bad",
        "DEL two",
        "DEL one",
      ])
      const told = (await calls()).map(({ config }) => config["prevResult"])
      expect(told.slice(3)).toEqual(told.slice(0, 3).toReversed())
    },
  )

  test("hangs is killed at the deadline", async () => {
    const { run, order } = await fakes(bin, { one: fine, bad: atAdd("exec /bin/sleep 60") })
    const { answer, took } = await run("ADD", { ipam: { delegateTimeout: 300 } })
    expect(answer).toMatchObject({
      code: 5,
      msg: "delegate bad failed: it did not end within 300 ms and was killed",
    })
    expect(took).toBeLessThan(3000)
    expect(await order()).toEqual(["ADD one", "ADD bad", "DEL bad", "DEL one"])
  })

  test("hangs in a program of its own is killed with it, and does nothing later", async () => {
    const late = join(await folderForTest(), "late")
    await writeFile(late, "")
    const body = atAdd(`(/bin/sleep 1; echo done > ${late}) & wait`)
    const { run } = await fakes(bin, { bad: body })
    const { answer, took } = await run("ADD", { ipam: { delegateTimeout: 300 } })
    expect(answer).toMatchObject({ code: 5 })
    expect(took).toBeLessThan(1000)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await readFile(late, "utf8")).toBe("")
  })

  test("leaves its output to a program that goes on is waited for no longer", async () => {
    const { run } = await fakes(bin, {
      bad: atAdd("/usr/bin/setsid /bin/sleep 5 2> /dev/null & echo '{}'"),
    })
    const { answer, took } = await run("ADD", { ipam: { delegateTimeout: 300 } })
    expect(answer).toMatchObject({ code: 5 })
    expect(took).toBeLessThan(3000)
  })

  test("does not read its input is no worse than others", async () => {
    const folder = await folderForTest()
    await writeFile(join(folder, "deaf"), "#!/bin/sh\necho '{\"ips\": []}'\n", { mode: 0o755 })
    const { run } = await fakes(bin, {}, ["deaf"])
    const fields = { large: "x".repeat(1_000_000) }
    const { exit, answer } = await run("ADD", { fields, env: { CNI_PATH: folder } })
    expect({ exit, answer }).toEqual({ exit: 0, answer: { ips: [] } })
  })

  test("has more to print than a pipe holds is read to its end", async () => {
    const { run } = await fakes(bin, {
      one: `printf '{"ips": [], "x": "'; /usr/bin/head -c 1000000 /dev/zero | /usr/bin/tr '\\0' x; printf '"}'`,
    })
    const { answer } = await run("ADD")
    expect(`${answer["x"]}`).toHaveLength(1_000_000)
  })

  test("is no program of this machine's is told of", async () => {
    const folder = await folderForTest()
    await writeFile(join(folder, "odd"), "\u0000\u0001\u0002", { mode: 0o755 })
    const { run } = await fakes(bin, {}, ["odd"])
    const { answer } = await run("ADD", { env: { CNI_PATH: folder } })
    expect(answer).toMatchObject({ code: 5 })
    expect(answer["msg"]).toContain("delegate odd failed: it could not be run")
  })
})

test("a failure to undo is told beside what failed, and stops nothing", async () => {
  const { run, order } = await fakes(bin, {
    one: fine,
    two: `${atAdd("echo '{}'; exit 0")}; echo '{"code":11,"msg":"busy"}'; exit 1`,
    bad: "exit 1",
  })
  const { answer } = await run("ADD")
  expect(answer).toMatchObject({
    code: 5,
    msg: "delegate bad failed: it exited with status 1",
    details: expect.stringMatching(
      /^bad: code 5: .*; while rolling back, bad: code 5: .*; while rolling back, two: code 11: busy$/,
    ),
  })
  expect(await order()).toEqual(["ADD one", "ADD two", "ADD bad", "DEL bad", "DEL two", "DEL one"])
})

test("what delegates say on standard error is passed on", async () => {
  const { run } = await fakes(bin, { one: `echo warning >&2; ${fine}` })
  expect((await run("ADD")).said).toContain("warning\n")
})

test.each(["echo oops; /bin/cat; exit 1", "echo oops; /bin/cat"])(
  "a delegate that shows what it was given (%s) puts no secret into errors and logs",
  async (body) => {
    const folder = await folderForTest()
    await writeFile(join(folder, "echo"), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
    const { run } = await fakes(bin, {}, ["echo"])
    const logFile = join(folder, "log")
    const secrets = { token: "s3cret", store: { type: "etcd", password: "s3cret-too" } }
    const { answer, said } = await run("ADD", {
      ipam: { ...secrets, logLevel: "debug", logFile },
      env: { CNI_PATH: folder },
    })
    expect(answer).toMatchObject({ code: 5 })
    expect(`${said}${await readFile(logFile, "utf8")}`).not.toContain("s3cret")
  },
)
