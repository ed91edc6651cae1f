/** Whatever a runtime or a person may send that makes no sense. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile, folderForTest } from "../plugin/folders.js"
import { runPlugin } from "../plugin/run-plugin.js"
import { answerOf } from "./answer.js"
import { atOnce } from "./at-once.js"
import { oddSpellings, wrongTypes } from "./bad-fields.js"
import {
  type BadInput,
  badInputs,
  badPaths,
  cannotBeDecoded,
  configurationIsWrong,
} from "./bad-input.js"
import { heldBy, readLeases } from "./lease-files.js"
import { snapshot } from "./snapshot.js"
import { callsOf, testNetwork } from "./test-network.js"

const path = await builtPlugin("host-local")

/** Three times what the dearest takes on a slow machine. What grows with the square takes minutes. */
const mostMs = 6000

const network = testNetwork(join(await folderForFile(), "data"))
const call = callsOf(path, network)

/** A configuration that has every field that is read here. */
const complete = {
  cniVersion: "1.1.0",
  name: network.name,
  ipam: {
    type: "host-local",
    dataDir: network.dataDir,
    ranges: [
      [
        {
          subnet: "10.81.0.0/24",
          rangeStart: "10.81.0.8",
          rangeEnd: "10.81.0.20",
          gateway: "10.81.0.1",
          exclude: ["10.81.0.9"],
        },
      ],
    ],
    routes: [
      { dst: "0.0.0.0/0", gw: "10.81.0.1", mtu: 1, advmss: 1, priority: 1, table: 1, scope: 1 },
    ],
    resolvConf: "/dev/null",
    store: { type: "disk" },
    node: "n1",
    exclude: ["10.81.0.10"],
    logLevel: "error",
    logFile: "/dev/null",
    lockTimeout: 1000,
  },
  runtimeConfig: { ips: ["10.81.0.12"], ipRanges: [[{ subnet: "10.82.0.0/24" }]], mac: "" },
  args: { cni: { ips: ["10.82.0.7/24"], mac: "02:00:00:00:00:07" } },
}

const looksLikeAStack = /\n\s+at |\.[jt]s:\d+|\/\$bunfs|node_modules/

const complaintsAbout =
  (command: string) =>
  async (bad: BadInput): Promise<readonly string[]> => {
    const started = performance.now()
    const outcome = await runPlugin({
      path,
      command,
      containerId: "c1",
      config: bad.input ?? { ...network.config, ...bad.fields },
      ...(bad.env === undefined ? {} : { env: bad.env }),
      ...(bad.args === undefined ? {} : { args: bad.args }),
    })
    const ms = performance.now() - started
    const answer = answerOf(outcome)
    const complaints = [
      ...(answer.is === "error" && answer.code === bad.code
        ? []
        : [`the answer is not of code ${bad.code}`]),
      ...(answer.is === "error" && `${answer.msg} ${answer.details}`.includes(bad.names)
        ? []
        : [`the answer does not name ${bad.names}`]),
      ...(ms < mostMs ? [] : [`it took ${ms} ms`]),
      ...(outcome.stdout.length + outcome.stderr.length < 10_000 ? [] : ["it is far too long"]),
      ...(looksLikeAStack.test(outcome.stdout + outcome.stderr) ? ["there is a stack trace"] : []),
    ]
    const { stdout } = outcome
    return complaints.map(
      (complaint) => `${command}, ${bad.what}: ${complaint}: ${stdout.slice(0, 500)}`,
    )
  }

/** One sentence for each answer that is not as it should be, and for whatever was written. */
const complaints = async (
  command: string,
  inputs: readonly BadInput[],
): Promise<readonly string[]> => {
  await call("ADD", "somebody")
  const before = await snapshot(network.dataDir)
  const found = await atOnce(2, inputs, complaintsAbout(command))
  const changed = isDeepStrictEqual(await snapshot(network.dataDir), before)
    ? []
    : ["something was written to the data directory"]
  return [...found.flat(), ...changed]
}

const previous = (prevResult: unknown, code: number, names: string): BadInput => ({
  what: `prevResult is ${JSON.stringify(prevResult)}`,
  code,
  names,
  fields: { prevResult },
})

const badPreviousResults = [
  previous(17, cannotBeDecoded, "prevResult"),
  previous([], cannotBeDecoded, "prevResult"),
  previous({ ips: "10.81.0.2/24" }, cannotBeDecoded, "prevResult.ips"),
  previous({ ips: [17] }, cannotBeDecoded, "prevResult.ips[0]"),
  previous({ ips: [{ address: 17 }] }, cannotBeDecoded, "prevResult.ips[0].address"),
  previous({ ips: [{}] }, configurationIsWrong, "prevResult.ips[0].address"),
  previous(
    { ips: [{ address: "10.81.0.02/24" }] },
    configurationIsWrong,
    "prevResult.ips[0].address",
  ),
  previous({ ip4: { ip: "10.81.2/24" } }, configurationIsWrong, "prevResult.ip4.ip"),
]

const attachments = "cni.dev/valid-attachments"

const badAttachments: readonly BadInput[] = [
  { what: "no list", code: configurationIsWrong, names: attachments },
  ...[17, "somebody", {}, [17], [["somebody", "eth0"]], ["somebody"]].map((list) => ({
    what: `the list is ${JSON.stringify(list)}`,
    code: cannotBeDecoded,
    names: attachments,
    fields: { [attachments]: list },
  })),
  ...[[{}], [{ containerID: "x" }], [{ ifname: "eth0" }]].map((list) => ({
    what: `the list is ${JSON.stringify(list)}`,
    code: configurationIsWrong,
    names: `${attachments}[0]`,
    fields: { [attachments]: list },
  })),
]

describe("input that makes no sense", () => {
  it("is refused with the right code and a message that names what is wrong", async () => {
    const inputs = badInputs(complete)
    expect(inputs.length).toBeGreaterThan(100)
    expect(await complaints("ADD", inputs)).toEqual([])
  })

  it("is refused by DEL too", async () => {
    expect(await complaints("DEL", badInputs(complete))).toEqual([])
  })

  it("is refused in every field that has a value of a wrong type", async () => {
    const inputs = wrongTypes(complete)
    expect(inputs.length).toBeGreaterThan(200)
    expect(await complaints("ADD", inputs)).toEqual([])
  })

  it("is refused in every field that has an oddly spelled address", async () => {
    const inputs = oddSpellings(complete)
    expect(inputs.length).toBeGreaterThan(300)
    expect(await complaints("ADD", inputs)).toEqual([])
  })

  it("is refused where a path leads to nothing that can be used", async () => {
    const file = join(await folderForTest(), "file")
    await writeFile(file, "")
    expect(await complaints("ADD", badPaths(complete, file))).toEqual([])
  })

  it("is refused by CHECK as what an ADD is said to have given", async () => {
    expect(await complaints("CHECK", badPreviousResults)).toEqual([])
  })

  it("is refused by GC as a list of what may stay, and nothing is freed", async () => {
    expect(await complaints("GC", badAttachments)).toEqual([])
  })
})

const million = 1_000_000
const nested = (open: string, close: string): string =>
  open.repeat(million / 10) + close.repeat(million / 10)
const manyKeys = Array.from({ length: million }, (_, index) => `"key-${index}":1`).join()
const longText = JSON.stringify("x".repeat(10 * million))

/** Text is what stands for `@` in the configuration. */
const withText = (config: unknown, text: string): string =>
  JSON.stringify(config).replace('"@"', () => text)

const aboutSubnet = (text: string): string =>
  withText({ ...complete, runtimeConfig: {}, ipam: { ...complete.ipam, subnet: "@" } }, text)

const largeInputs: readonly BadInput[] = [
  { what: "a text of 10 MB", code: 6, names: "network config", input: longText },
  { what: "a subnet of 10 MB", code: 7, names: "ipam.subnet", input: aboutSubnet(longText) },
  {
    what: "a name of 10 MB",
    code: 7,
    names: "name",
    input: withText({ ...complete, name: "@" }, longText),
  },
  { what: "arrays in arrays", code: 6, names: "network config", input: nested("[", "]") },
  { what: "arrays without an end", code: 6, names: "network config", input: "[".repeat(million) },
  { what: "objects in objects", code: 6, names: "network config", input: nested('{"a":', "}") },
  {
    what: "arrays in arrays for a subnet",
    code: 6,
    names: "ipam.subnet",
    input: aboutSubnet(nested("[", "]")),
  },
  {
    what: "a million keys without a name",
    code: 7,
    names: "name",
    input: `{${manyKeys}}`,
  },
]

describe("input that is very large", () => {
  it("is refused soon and in few words", async () => {
    expect(await complaints("ADD", largeInputs)).toEqual([])
  })

  it("does no harm where nobody reads it", async () => {
    for (const text of [longText, nested("[", "]"), `{${manyKeys}}`]) {
      const started = performance.now()
      const config = withText({ ...network.config, ignored: "@" }, text)
      const answer = answerOf(await runPlugin({ path, command: "ADD", containerId: "c2", config }))
      expect(performance.now() - started).toBeLessThan(mostMs)
      expect(answer).toMatchObject({ is: "leased" })
      await call("DEL", "c2")
    }
  })

  it("may be a container id that is longer than a file's name can be", async () => {
    for (const containerId of ["x".repeat(300), `${"x".repeat(300)}y`])
      expect(answerOf(await call("ADD", containerId))).toMatchObject({ is: "leased" })
    expect(answerOf(await call("CHECK", "x".repeat(300)))).toEqual({ is: "done" })
    expect(answerOf(await call("DEL", "x".repeat(300)))).toEqual({ is: "done" })
    expect(heldBy(await readLeases(network), `${"x".repeat(300)}y`)).toHaveLength(2)
  })
})
