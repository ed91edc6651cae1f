/** Inputs that no plugin may accept, and what it must say of them. */
import { isObject } from "./answer.js"

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

export type Fields = Readonly<Record<string, unknown>>

type Path = readonly (string | number)[]

const environmentIsWrong = 4
const diskIsWrong = 5
export const cannotBeDecoded = 6
export const configurationIsWrong = 7

const show = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const pathText = (path: Path): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .slice(1)

/** A copy in which another value stands at the path. */
const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : item))
  const fields = isObject(value) ? value : {}
  return { ...fields, [key]: replaced(fields[key], rest, by) }
}

const withField = (config: Fields, path: Path, value: unknown): Fields => {
  const changed = replaced(config, path, value)
  return isObject(changed) ? changed : {}
}

/** The paths to everything in a value, itself included. */
const pathsIn = (value: unknown, at: Path = []): readonly Path[] => {
  const children = Array.isArray(value)
    ? value.flatMap((item, index) => pathsIn(item, [...at, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...at, key]))
      : []
  return [at, ...children]
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((current, key) => {
    if (Array.isArray(current)) return current[Number(key)]
    return isObject(current) ? current[String(key)] : undefined
  }, value)

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return "array"
  return typeof value === "number" && !Number.isInteger(value) ? "fraction" : typeof value
}

const samples: readonly unknown[] = ["text", 17, 1.5, true, [], [["text"]], {}, { a: 1 }]

/** A value of this kind can stand there too. */
const isAlsoAllowed = (path: Path, sample: unknown): boolean =>
  pathText(path) === "ipam.store" && typeof sample === "string"

/** Every field of the configuration in turn, with a value of each other kind. */
export const wrongTypes = (config: Fields): readonly BadInput[] =>
  pathsIn(config)
    .filter((path) => path.length > 0)
    .flatMap((path) =>
      samples
        .filter((sample) => kindOf(sample) !== kindOf(valueAt(config, path)))
        .filter((sample) => !isAlsoAllowed(path, sample))
        .map((sample) => ({
          what: `${pathText(path)} is ${show(sample)}`,
          code: cannotBeDecoded,
          names: pathText(path),
          fields: withField(config, path, sample),
        })),
    )

/** No plain address, though some program or other takes each of them for one. */
const oddAddresses = [
  ...["010.81.0.9", "0x0a.81.0.9", "0xa510009", "10.81.9", "10.5308425", "173080585", "1e1.81.0.9"],
  ...["10.81.0.256", "10.81.0.-9", "+10.81.0.9", "10.81.0.9.", ".10.81.0.9", "10..0.9", "10.81.0"],
  ...[
    " 10.81.0.9",
    "10.81.0.9 ",
    "10.81.0.9\n",
    "10.81.0.9\u0000",
    "10.81.0.9\u0000x",
    "10.81. 0.9",
  ],
  ...["１０.81.0.9", "١٠.81.0.9", "10。81。0。9", "10．81．0．9", "10.81.0.９"],
  ...["fe80::9%eth0", "[fd81::9]", "fd81:::9", "fd81::1::9", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7"],
  ...[
    "12345::9",
    "fd81::g",
    "fd81:0x9::",
    ":",
    "::ffff:10.81.0.256",
    "::ffff:010.81.0.9",
    "fd81::9:",
  ],
  ...["localhost", "10.81.0.9:80", "10.81.0.9,10.81.0.10", "null", "-", "0", "٣"],
]

const oddPrefixes = [
  "/24/24",
  "/33",
  "/-1",
  "/024",
  "/",
  "/ 24",
  "/24 ",
  "/2４",
  "/255.255.255.0",
  "/x",
]

const addressFields: readonly Path[] = [
  ["ipam", "ranges", 0, 0, "rangeStart"],
  ["ipam", "ranges", 0, 0, "rangeEnd"],
  ["ipam", "ranges", 0, 0, "gateway"],
  ["ipam", "ranges", 0, 0, "exclude", 0],
  ["ipam", "routes", 0, "gw"],
  ["runtimeConfig", "ips", 0],
  ["args", "cni", "ips", 0],
]

const subnetFields: readonly Path[] = [
  ["ipam", "ranges", 0, 0, "subnet"],
  ["ipam", "routes", 0, "dst"],
  ["runtimeConfig", "ipRanges", 0, 0, "subnet"],
]

const oddText =
  (config: Fields) =>
  (path: Path, text: string): BadInput => ({
    what: `${pathText(path)} is ${show(text)}`,
    code: configurationIsWrong,
    names: pathText(path),
    fields: withField(config, path, text),
  })

const pairs = (paths: readonly Path[], texts: readonly string[]): readonly [Path, string][] =>
  paths.flatMap((path) => texts.map((text): [Path, string] => [path, text]))

/** Every field that holds an address or a subnet, with every odd spelling of one. */
export const oddSpellings = (config: Fields): readonly BadInput[] => [
  ...pairs(addressFields, oddAddresses).map(([path, text]) => oddText(config)(path, text)),
  ...pairs(subnetFields, [
    ...oddAddresses.map((text) => `${text}/24`),
    ...oddPrefixes.map((prefix) => `10.90.0.0${prefix}`),
    ...["10.90.0.0", "", "fd90::/129"],
  ]).map(([path, text]) => oddText(config)(path, text)),
  ...oddAddresses
    .filter((text) => !/[\0;=]/.test(text))
    .map((text) => ({
      what: `CNI_ARGS asks for ${show(text)}`,
      code: environmentIsWrong,
      names: JSON.stringify(`IP=${text}`),
      args: `IP=${text}`,
    })),
]

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
  ...["loud", "", "DEBUG", "debug "].map((level) => oddText(config)(["ipam", "logLevel"], level)),
  ...["nope", "", "constructor", "__proto__"].map((store) => ({
    what: `the store is ${show(store)}`,
    code: configurationIsWrong,
    names: "ipam.store",
    fields: withField(config, ["ipam", "store"], store),
  })),
  ...["/tmp/a\u0000b", "\u0000"].map((path) => oddText(config)(["ipam", "dataDir"], path)),
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
  ...["/nonexistent/resolv.conf", "/", "\u0000", `${file}/x`, `/${"x".repeat(300)}`].map(
    (path) => ({
      what: `ipam.resolvConf is ${show(path)}`,
      code: diskIsWrong,
      names: "ipam.resolvConf",
      fields: resolvConf(config, path),
    }),
  ),
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
