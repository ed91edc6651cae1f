/** Random changes to a configuration, most of which make it wrong in one place. */
import fc from "fast-check"
import { isObject, type Json, type JsonObject } from "./json.js"

type Path = readonly (string | number)[]

const isArray = (json: Json): json is readonly Json[] => Array.isArray(json)

const isComposite = (json: Json | undefined): json is readonly Json[] | JsonObject =>
  typeof json === "object" && json !== null

const membersOf = (json: Json): readonly (readonly [string | number, Json])[] => {
  if (isArray(json)) return [...json.entries()]
  return isComposite(json) ? Object.entries(json) : []
}

const pathsBelow = (json: Json): readonly Path[] =>
  membersOf(json).flatMap(([key, value]): readonly Path[] => [
    [key],
    ...pathsBelow(value).map((rest) => [key, ...rest]),
  ])

/** What stands in the place of a member afterwards: so many members, under these keys. */
type Edit = (key: string, value: Json) => readonly (readonly [key: string, value: Json])[]

const edited = (json: Json, [key, ...rest]: Path, edit: Edit): Json => {
  const members = membersOf(json).flatMap(([name, value]) => {
    if (name !== key) return [[`${name}`, value] as const]
    return rest.length > 0
      ? [[`${name}`, edited(value, rest, edit)] as const]
      : edit(`${name}`, value)
  })
  return isArray(json) ? members.map(([, value]) => value) : Object.fromEntries(members)
}

/** What people, templates and other programs write. */
const odd: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  "",
  " ",
  "x",
  [],
  {},
  [null],
  [[]],
  [{}],
  "10.1.0.2",
  " 10.1.0.2",
  "010.1.0.2",
  "10.1.0.256",
  "10.1.2",
  "0x0a010002",
  "10.1.0.2/29",
  "10.1.0.0/29",
  "10.1.0.0/31",
  "10.1.0.0/33",
  "10.1.0.0/-1",
  "10.1.0.0/8/8",
  "10.1.0.0/255.255.255.0",
  "0.0.0.0/0",
  "::/0",
  "::",
  "fe80::1%eth0",
  "fd00:1:::1",
  "fd00:1::/129",
  "fd00:1::/127",
  "1:2:3:4:5:6:7:8:9",
  "1.2.0",
  "a/b",
]

const unknownKey = "range-start"

const edits: readonly Edit[] = [
  ...odd.map(
    (value): Edit =>
      (key) => [[key, value]],
  ),
  () => [],
  (key, value) => [
    [key, value],
    [key, value],
  ],
  (key, value) => [[key.toUpperCase(), value]],
  (key, value) => [[`${key.slice(0, 1).toUpperCase()}${key.slice(1)}`, value]],
  (_, value) => [[unknownKey, value]],
  (key, value) => [
    [key, value],
    [unknownKey, value],
  ],
  (key, value) => [[key, [value]]],
]

/** Without a data directory both programs work on the machine's own, and on the same one. */
const namesDataDir = (json: Json): boolean => {
  const { ipam } = isObject(json) ? json : {}
  return !isObject(ipam) || "dataDir" in ipam
}

/** One of these configurations with one member changed, taken away, doubled or renamed. */
export const mutated = (configs: fc.Arbitrary<JsonObject>): fc.Arbitrary<Json> =>
  fc
    .tuple(configs, fc.nat(999), fc.constantFrom(...edits))
    .map(([config, number, edit]) => {
      const paths = pathsBelow(config).filter((path) => path.at(-1) !== "dataDir")
      return edited(config, paths[number % paths.length] ?? [], edit)
    })
    .filter(namesDataDir)
