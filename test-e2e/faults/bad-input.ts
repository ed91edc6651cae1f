/** Inputs that no plugin may accept, and what it must say of them. */
import { type Fields, type Path, pathText, withField } from "./config-path.js"

export interface BadInput {
  readonly what: string
  readonly code: number
  /** The message must name this: a field, a variable, a path. */
  readonly names: string
  /** Instead of the configuration. */
  readonly input?: string
  /** Fields beside or instead of those of the configuration. */
  readonly fields?: Fields
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly args?: string
}

export const environmentIsWrong = 4
const diskIsWrong = 5
export const cannotBeDecoded = 6
export const configurationIsWrong = 7

export const show = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** A text that is none of those that may stand there. */
export const oddText =
  (config: Fields) =>
  (path: Path, text: string): BadInput => ({
    what: `${pathText(path)} is ${show(text)}`,
    code: configurationIsWrong,
    names: pathText(path),
    fields: withField(config, path, text),
  })

const badRangeSets = (config: Fields): readonly BadInput[] =>
  [
    { what: "no range set", ranges: [], names: "no IP ranges" },
    { what: "an empty range set", ranges: [[]], names: "range set 0" },
    { what: "a range without a subnet", ranges: [[{}]], names: "subnet" },
    { what: "host bits", ranges: [[{ subnet: "10.90.0.7/24" }]], names: "host bits" },
    { what: "a subnet of two", ranges: [[{ subnet: "10.90.0.0/31" }]], names: "10.90.0.0/31" },
    { what: "a subnet of one", ranges: [[{ subnet: "fd90::9/128" }]], names: "fd90::9/128" },
    {
      what: "a mapped subnet",
      ranges: [[{ subnet: "::ffff:10.9.0.0/120" }]],
      names: "range set 0",
    },
    {
      what: "an inverted range",
      ranges: [[{ subnet: "10.90.0.0/24", rangeStart: "10.90.0.9", rangeEnd: "10.90.0.8" }]],
      names: "10.90.0.9",
    },
    {
      what: "a start behind the default end",
      ranges: [[{ subnet: "10.90.0.0/24", rangeStart: "10.90.0.255" }]],
      names: "10.90.0.255",
    },
    {
      what: "a start outside the subnet",
      ranges: [[{ subnet: "10.90.0.0/24", rangeStart: "10.91.0.9" }]],
      names: "10.91.0.9",
    },
    {
      what: "an end of the other family",
      ranges: [[{ subnet: "10.90.0.0/24", rangeEnd: "fd90::9" }]],
      names: "fd90::9",
    },
    {
      what: "ranges that overlap",
      ranges: [[{ subnet: "10.90.0.0/22" }, { subnet: "10.90.2.0/24" }]],
      names: "overlap",
    },
    {
      what: "range sets that overlap",
      ranges: [[{ subnet: "10.90.0.0/22" }], [{ subnet: "10.90.2.0/24" }]],
      names: "overlap",
    },
    {
      what: "two families in a range set",
      ranges: [[{ subnet: "10.90.0.0/24" }, { subnet: "fd90::/64" }]],
      names: "range set 0",
    },
  ].map(({ what, ranges, names }) => ({
    what,
    code: configurationIsWrong,
    names,
    // The runtime's range sets would come first.
    fields: withField(withField(config, ["runtimeConfig"], {}), ["ipam", "ranges"], ranges),
  }))

const missing: readonly Path[] = [
  ["name"],
  ["ipam"],
  ["ipam", "routes", 0, "dst"],
  ["ipam", "ranges", 0, 0, "subnet"],
  ["ipam", "store", "type"],
]

const badValues = (config: Fields): readonly BadInput[] => [
  ...missing.map((path) => ({
    what: `there is no ${pathText(path)}`,
    code: configurationIsWrong,
    names: String(path.at(-1)),
    fields: withField(config, path, undefined),
  })),
  ...["loud", "DEBUG", "debug "].map((level) => oddText(config)(["ipam", "logLevel"], level)),
  ...["nope", "", "constructor", "__proto__"].map((store) => ({
    what: `the store is ${show(store)}`,
    code: configurationIsWrong,
    names: "ipam.store",
    fields: withField(config, ["ipam", "store"], store),
  })),
  ...["dataDir", "resolvConf", "logFile"].flatMap((field) =>
    ["/tmp/a\u0000b", "\u0000"].map((path) => oddText(config)(["ipam", field], path)),
  ),
  ...["xx:yy", "02:00", "02:00:00:00:00:0g"].map((mac) =>
    oddText(config)(["runtimeConfig", "mac"], mac),
  ),
]

/** They lead elsewhere, or would if somebody made a path of them. */
const badNames = [
  "../x",
  "a/b",
  "/a",
  ".",
  "..",
  ".a",
  "-a",
  "a b",
  "a\nb",
  "a\\b",
  "ä",
  "a:b",
  "a%2f",
]

const badIdentifiers = (config: Fields): readonly BadInput[] => [
  ...[...badNames, "", "a\u0000b", "x".repeat(300), ".cni-ipam"].map((name) => ({
    what: `the network is ${show(name)}`,
    code: configurationIsWrong,
    names: "name",
    fields: withField(config, ["name"], name),
  })),
  ...badNames.map((name) => ({
    what: `CNI_CONTAINERID is ${show(name)}`,
    code: environmentIsWrong,
    names: "containerID",
    env: { CNI_CONTAINERID: name },
  })),
  ...["../x", "a/b", ".", "..", "a:b", "a b", "a\tb", "a\u00a0b", "x".repeat(16), "ä".repeat(8)]
    .concat("x".repeat(300))
    .map((name) => ({
      what: `CNI_IFNAME is ${show(name)}`,
      code: environmentIsWrong,
      names: "interface name",
      env: { CNI_IFNAME: name },
    })),
]

const badEnvironments: readonly BadInput[] = [
  ...["CNI_CONTAINERID", "CNI_IFNAME", "CNI_PATH"].flatMap((name) =>
    [undefined, ""].map((value) => ({
      what: `${name} is ${value === undefined ? "missing" : "empty"}`,
      code: environmentIsWrong,
      names: name,
      env: { [name]: value },
    })),
  ),
  ...["FOO", "add", "ADD ", "constructor", "__proto__", "x".repeat(100_000)].map((command) => ({
    what: `CNI_COMMAND is ${show(command)}`,
    code: environmentIsWrong,
    names: "CNI_COMMAND",
    env: { CNI_COMMAND: command },
  })),
  ...["IP", ";", "IP=1=2", "IgnoreUnknown=maybe", "FOO=BAR", "IgnoreUnknown=1;"].map((args) => ({
    what: `CNI_ARGS is ${show(args)}`,
    code: environmentIsWrong,
    names: "ARGS",
    args,
  })),
]

const cutShort = (text: string): readonly string[] =>
  [1, 0.25, 0.5, 0.75].map((part) => text.slice(0, part === 1 ? -1 : text.length * part))

const badJson = (config: Fields): readonly BadInput[] =>
  [
    ...["", " ", "{", "[", '{"name":', "null", "[]", "17", '"text"', "NaN", "undefined", "{}{}"],
    ...["{'a':1}", "{a:1}", '{"a":1,}', "\ufeff{}", '{"a":01}', '{"a":"\n"}', "\u0000", "// {}"],
    ...cutShort(JSON.stringify(config)),
    `${JSON.stringify(config)}x`,
  ].map((input) => ({
    what: `the input is ${show(input)}`,
    code: cannotBeDecoded,
    names: "network config",
    input,
  }))

const resolvConf = (config: Fields, path: string): Fields =>
  withField(config, ["ipam", "resolvConf"], path)

/** Paths that lead nowhere; `file` is that of a file. */
export const badPaths = (config: Fields, file: string): readonly BadInput[] => [
  ...["/nonexistent/resolv.conf", "/", `${file}/x`, `/${"x".repeat(300)}`].map((path) => ({
    what: `ipam.resolvConf is ${show(path)}`,
    code: diskIsWrong,
    names: "ipam.resolvConf",
    fields: resolvConf(config, path),
  })),
  ...[file, `${file}/x`, `/${"x".repeat(300)}`, `/${"x/".repeat(3000)}`].map((path) => ({
    what: `ipam.dataDir is ${show(path)}`,
    code: diskIsWrong,
    names: path.slice(0, 100),
    fields: withField(config, ["ipam", "dataDir"], path),
  })),
]

/** @param config one that has every field, each with a good value. */
export const badInputs = (config: Fields): readonly BadInput[] => [
  ...badJson(config),
  ...badEnvironments,
  ...badIdentifiers(config),
  ...badRangeSets(config),
  ...badValues(config),
]
