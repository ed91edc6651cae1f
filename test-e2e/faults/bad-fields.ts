/** Bad input that is made by putting something else into each field of a good configuration. */
import { type BadInput, cannotBeDecoded, environmentIsWrong, oddText, show } from "./bad-input.js"
import { type Fields, type Path, pathsIn, pathText, valueAt, withField } from "./config-path.js"

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
