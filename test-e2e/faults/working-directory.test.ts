/** Where a plugin is started, with which streams and by which name: none of it may change what it does. */
import { link, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import { type PluginOutcome, runPlugin } from "../plugin/run-plugin.js"
import { tool } from "../tools/debian.js"
import { answerOf } from "./answer.js"
import { indexDifferences } from "./index-differences.js"
import { heldBy, readLeases } from "./lease-files.js"
import { snapshot } from "./snapshot.js"
import { callsOf, type TestNetwork, testNetwork } from "./test-network.js"

const folder = await builtPlugins("host-local")
const path = join(folder, "host-local")
const program = join(folder, "cni-ipam")

const newNetwork = async (ipam = {}): Promise<TestNetwork> =>
  testNetwork(join(await folderForTest(), "data"), ipam)

/** A shell that runs the plugin in some way of its own; the plugin's path is `$0`. */
const shell = (script: string): readonly string[] => ["sh", "-c", script]

/** Whatever Bun, Node or npm would read, each with something that shows if it is obeyed. */
const trapsFor = (mark: string): Readonly<Record<string, string>> => {
  const script = `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`
  const environment = `CNI_COMMAND=VERSION\nCNI_CONTAINERID=of-the-file\nBUN_OPTIONS=--preload=./trap.js\n`
  return {
    ".env": environment,
    ".env.local": environment,
    ".env.production": environment,
    ".npmrc": "script-shell=./trap.js",
    "bunfig.toml": 'preload = ["./trap.js"]\n[run]\nbun = true\n',
    "package.json": JSON.stringify({ main: "./trap.js", imports: { "#trap": "./trap.js" } }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { paths: { "*": ["./trap.js"] } } }),
    "index.js": script,
    "trap.js": script,
    "node_modules/fp-ts/lib/Either.js": script,
    "node_modules/bun/index.js": script,
    "libc.so.6": "not a library",
  }
}

const setTraps = async (folder: string, mark: string): Promise<void> => {
  for (const [name, content] of Object.entries(trapsFor(mark))) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

describe("the working directory", () => {
  it("has no influence, and no file in it is even looked for", async () => {
    const network = await newNetwork()
    const folder = await folderForTest()
    const mark = join(await folderForTest(), "obeyed")
    await setTraps(folder, mark)
    const before = await snapshot(folder)
    const trace = join(dirname(mark), "trace")
    const through = ["env", "-C", folder, await tool("strace"), "-f", "-o", trace]
    const outcome = await callsOf(path, network)("ADD", "c1", {
      through: [...through, "-e", "trace=%file"],
    })
    expect(answerOf(outcome)).toMatchObject({ is: "leased" })
    expect(heldBy(await readLeases(network), "c1")).toHaveLength(2)
    const lines = (await readFile(trace, "utf8")).split("\n")
    const atStart = lines.findIndex((line) => line.includes("execve("))
    const looked = lines
      .slice(atStart + 1)
      .filter((line) => line.includes(folder) || /\((?:AT_FDCWD, )?"[^/"]/.test(line))
      .filter((line) => !line.includes("getcwd("))
    expect(looked).toEqual([])
    await expect(stat(mark)).rejects.toThrow("ENOENT")
    expect(await snapshot(folder)).toEqual(before)
  })

  // Bun wants to know where it is, before any code of ours runs.
  it("must exist, or else nothing is done, and standard error says why", async () => {
    const network = await newNetwork()
    const folder = await folderForTest()
    const through = shell(`cd ${folder} && mkdir gone && cd gone && rmdir ../gone && exec "$0"`)
    const outcome = await callsOf(path, network)("ADD", "c1", { through })
    expect(outcome).toMatchObject({ exit: 1, stdout: "" })
    expect(outcome.stderr).toContain("working directory")
    expect(await readLeases(network)).toEqual(new Map())
  })
})

describe("an environment with nothing in it but what CNI demands", () => {
  it("is enough", async () => {
    const network = await newNetwork()
    const call = callsOf(path, network)
    for (const command of ["ADD", "CHECK", "DEL", "STATUS"])
      expect(
        await call(command, "c1", { through: ["env", "-u", "PATH", "-u", "HOME"] }),
      ).toMatchObject({ exit: 0, stderr: "" })
  })
})

/** What must hold of a lease whose answer perhaps nobody got: it is whole, and DEL ends it. */
const expectUnharmed = async (network: TestNetwork, containerId: string): Promise<void> => {
  const call = callsOf(path, network)
  expect([0, 2]).toContain(heldBy(await readLeases(network), containerId).length)
  expect(answerOf(await call("DEL", containerId))).toEqual({ is: "done" })
  expect(await readLeases(network)).toEqual(new Map())
  expect(await indexDifferences(network)).toEqual([])
}

describe("a stream that is closed or takes nothing", () => {
  it.each([
    ["standard output is on a full disk", `exec "$0" > /dev/full`],
    ["standard output is only to be read", `exec "$0" 1< /dev/null`],
    ["both outputs are on a full disk", `exec "$0" > /dev/full 2>&1`],
  ])("makes ADD fail, so that the runtime cleans up: %s", async (_, script) => {
    const network = await newNetwork()
    const outcome = await callsOf(path, network)("ADD", "c1", { through: shell(script) })
    expect(outcome).toMatchObject({ exit: 1, stdout: "" })
    await expectUnharmed(network, "c1")
  })

  it("makes ADD fail when the reader of its answer is gone, and says so", async () => {
    const network = await newNetwork()
    const status = join(dirname(network.dataDir), "status")
    // The pipe's reader ends before the plugin begins.
    const script = `(sleep 0.05; "$0"; echo $? > ${status}) | true`
    const { stderr } = await callsOf(path, network)("ADD", "c1", { through: shell(script) })
    expect(await readFile(status, "utf8")).toBe("1\n")
    expect(stderr).toContain("EPIPE")
    await expectUnharmed(network, "c1")
  })

  it("makes ADD fail when there is no standard input", async () => {
    const network = await newNetwork()
    const outcome = await callsOf(path, network)("ADD", "c1", { through: shell('exec "$0" <&-') })
    expect(answerOf(outcome)).toMatchObject({ is: "error" })
  })

  it("keeps VERSION from nothing when it is a terminal, where nobody types a configuration", async () => {
    const through = shell('exec "$0" < /dev/ptmx')
    const outcome = await runPlugin({ path, command: "VERSION", through, timeout: 5000 })
    expect(outcome).toMatchObject({ exit: 0, stderr: "" })
    expect(outcome.stdout).toMatch(/^\{"cniVersion":"1\.1\.0","supportedVersions":\[/)
  })

  it.each(["2>&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-"])(
    "puts no answer into a file that was opened in its place: %s",
    async (redirection) => {
      const network = await newNetwork()
      const through = shell(`exec "$0" ${redirection}`)
      await callsOf(path, network)("ADD", "c1", { through })
      const written = (await stat(network.dataDir).catch(() => undefined))
        ? Object.values(await snapshot(network.dataDir)).join("\n")
        : ""
      expect(written).not.toContain("cniVersion")
      if (written !== "") await expectUnharmed(network, "c1")
    },
  )
})

describe("the log", () => {
  const lineOf = (level: string): RegExp =>
    new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\S+Z ${level} host-local \\S.*$`, "m")

  it("is appended to the file, as far as the level lets it through", async () => {
    const logFile = join(await folderForTest(), "log")
    await writeFile(logFile, "what was there before\n")
    const network = await newNetwork({ logFile, logLevel: "info" })
    const outcome = await callsOf(path, network)("ADD", "c1")
    expect(outcome.stderr).toBe("")
    const log = await readFile(logFile, "utf8")
    expect(log).toMatch(/^what was there before\n/)
    expect(log).toMatch(lineOf("info"))
    expect(log).toContain("leased 10.81.0.2 to c1 (eth0)")
    expect(log).not.toMatch(lineOf("debug"))
  })

  it("tells of an error on standard error and in the file", async () => {
    const logFile = join(await folderForTest(), "log")
    const network = await newNetwork({ logFile, resolvConf: "/nonexistent" })
    const { stderr } = await callsOf(path, network)("ADD", "c1")
    expect(stderr).toMatch(lineOf("error"))
    expect(await readFile(logFile, "utf8")).toMatch(lineOf("error"))
  })

  it.each([
    ["its folder cannot be made", "/proc/nonexistent/log"],
    ["its folder is a file", "/dev/null/log"],
    ["it is a folder", "/"],
    ["its disk is full", "/dev/full"],
    ["its name is too long", `/${"x".repeat(300)}`],
  ])("fails no command when it cannot be written: %s", async (_, logFile) => {
    const network = await newNetwork({ logFile, logLevel: "debug" })
    const call = callsOf(path, network)
    const outcome = await call("ADD", "c1")
    expect(answerOf(outcome)).toMatchObject({ is: "leased" })
    expect(outcome.stderr).toContain("cannot write the log")
    expect(answerOf(await call("DEL", "c1"))).toEqual({ is: "done" })
  })

  it("has its folder made", async () => {
    const logFile = join(await folderForTest(), "of", "ours", "log")
    await callsOf(path, await newNetwork({ logFile, logLevel: "info" }))("ADD", "c1")
    expect(await readFile(logFile, "utf8")).toContain("leased 10.81.0.2 to c1 (eth0)")
  })

  it("makes no folder of half its name where it leads nowhere", async () => {
    const cwd = await folderForTest()
    await symlink("/nonexistent/log", join(cwd, "log"))
    const through = ["env", "-C", cwd]
    const network = await newNetwork({ logFile: "log", logLevel: "info" })
    const outcome = await callsOf(path, network)("ADD", "c1", { through })
    expect(answerOf(outcome)).toMatchObject({ is: "leased" })
    expect(outcome.stderr).toContain("cannot write the log")
    expect(await readdir(cwd)).toEqual(["log"])
  })

  it("fails no command when it is a pipe that nobody reads", async () => {
    const logFile = join(await folderForTest(), "pipe")
    const network = await newNetwork({ logFile, logLevel: "debug" })
    const through = shell(`mkfifo ${logFile} && exec "$0"`)
    const outcome = await callsOf(path, network)("ADD", "c1", { through, timeout: 5000 })
    expect(answerOf(outcome)).toMatchObject({ is: "leased" })
  })
})

describe("the name by which the program is called", () => {
  const versionBy = async (through: readonly string[], program = path): Promise<PluginOutcome> =>
    runPlugin({ path: program, command: "VERSION", config: { cniVersion: "1.0.0" }, through })

  const answersAsPlugin = { exit: 0, stdout: expect.stringContaining('"supportedVersions"') }

  it("may be that of a symbolic link or of a hard link, in any folder", async () => {
    const [one, other] = [await folderForTest(), await folderForTest()]
    const [soft, hard] = [join(one, "host-local"), join(other, "host-local")]
    await symlink(path, soft)
    await link(path, hard)
    for (const program of [soft, hard])
      expect(await versionBy([], program)).toMatchObject(answersAsPlugin)
  })

  it("may be found on the PATH, or be relative to the working directory", async () => {
    const [folder, name] = [dirname(path), basename(path)]
    for (const script of [`PATH=${folder} exec ${name}`, `cd ${folder} && exec ./${name}`])
      expect(await versionBy(shell(script))).toMatchObject(answersAsPlugin)
  })

  it("is what tells the plugin from the command", async () => {
    const command = join(await folderForTest(), "something-else")
    await link(path, command)
    const { exit, stdout, stderr } = await versionBy([], command)
    expect({ exit, stdout, stderr }).toEqual({
      exit: 2,
      stdout: "",
      stderr: expect.stringContaining("Usage"),
    })
  })
})

describe("installing", () => {
  it("replaces the plugins while they are being run, and nobody notices", async () => {
    const target = await folderForTest()
    const plugin = join(target, "host-local")
    const install = (): Promise<PluginOutcome> =>
      runPlugin({ path: program, command: "", through: shell(`exec "$0" install ${target}`) })
    expect(await install()).toMatchObject({ exit: 0, stderr: "" })

    let isInstalling = true
    const answers = new Set<string>()
    let runs = 0
    const runInALoop = async (): Promise<void> => {
      while (isInstalling) {
        const { exit, stdout } = await runPlugin({ path: plugin, command: "VERSION", config: {} })
        answers.add(`${exit}: ${stdout}`)
        runs += 1
      }
    }
    const loops = [runInALoop(), runInALoop()]
    for (let turn = 0; turn < 8; turn++) expect(await install()).toMatchObject({ exit: 0 })
    isInstalling = false
    await Promise.all(loops)

    expect(runs).toBeGreaterThan(10)
    expect([...answers]).toEqual([expect.stringMatching(/^0: \{"cniVersion":"1\.1\.0"/)])
    const files = await snapshot(target)
    expect(Object.keys(files).toSorted()).toEqual([
      "cni-ipam",
      "consul",
      "etcd",
      "host-local",
      "ipam-da-consul",
      "ipam-delegated",
      "ipam-ds-static",
    ])
    for (const name of Object.keys(files))
      expect((await stat(join(target, name))).mode & 0o7777).toBe(0o755)
  })

  it.each(["--help", "-h", "--"])("is no matter of %s, which is no folder", async (word) => {
    const cwd = await folderForTest()
    const through = shell(`exec "$0" install ${word}`)
    const outcome = await runPlugin({ path: program, command: "", through, cwd })
    expect(outcome).toEqual({ exit: 2, stdout: "", stderr: expect.stringContaining("Usage") })
    expect(await readdir(cwd)).toEqual([])
  })

  it("says what is in its way, and leaves what was there", async () => {
    const target = join(await folderForTest(), "file")
    await writeFile(target, "of somebody")
    const through = shell(`exec "$0" install ${target}`)
    const outcome = await runPlugin({ path: program, command: "", through })
    expect(outcome).toMatchObject({ exit: 1, stdout: "" })
    expect(outcome.stderr).toContain(target)
    expect(await readFile(target, "utf8")).toBe("of somebody")
  })
})
