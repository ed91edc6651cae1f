/** What comes from the runtime: environment and standard input. */
import { dataDir, type TwinCall } from "../twins.js"
import { add, apart, type Case, check, del, five, lan } from "./case.js"

const text = JSON.stringify(five)

/** What is not read, or spelled unlike the documentation has it. */
const inputs = [
  "",
  "{",
  "[]",
  "5",
  '"x"',
  "{}",
  '{"name":"lan"}',
  '{"name":"lan","ipam":null}',
  '{"name":"lan","ipam":[]}',
  `${text}x`,
  `${text}{}`,
  `${text}\n\n`,
  `\ufeff${text}`,
  `// comment\n${text}`,
  text.replace("}]]", "},]]"),
  text.replace("host-local", "host\tlocal"),
  text.replace("host-local", "\\x41"),
  text.replace("host-local", "\\ud800"),
  text.replace('"name"', '"n\\u0061me"'),
  text.replace('"subnet"', '"SUBNET"'),
  text.replace('"ranges"', '"Ranges"'),
  text.replace('"ipam"', '"IPAM"'),
  text.replace('"cniVersion"', '"CNIVERSION"'),
  text.replace('"dataDir"', '"datadir"'),
  text.replace('"name"', '"Name"'),
  text.replace('"subnet":', '"subnet":"10.9.0.0/24","subnet":'),
  text.replace('"subnet":', '"SUBNET":"10.9.0.0/24","subnet":'),
  text.replace('"subnet":', '"toString":5,"__proto__":{"gateway":"10.0.0.5"},"subnet":'),
  text.replace('"ipam"', '"dns":5,"prevResult":"x","type":{},"capabilities":7,"ipam"'),
]

const networks = [
  "",
  "a b",
  "../x",
  "a/b",
  "-a",
  ".a",
  "é",
  "lock",
  "a\n",
  "A_b-c.d",
  "a".repeat(255),
]

const containers = ["", "-a", ".a", "a b", "a/b", "é", "a\n", "1", "a".repeat(255)]

const interfaces = [
  "",
  ".",
  "..",
  "...",
  "a/b",
  "a:b",
  "a b",
  "a\u00a0b",
  "a\u0085b",
  "a\u3000",
  "a".repeat(15),
  "a".repeat(16),
  "é".repeat(7),
  "é".repeat(8),
]

const variables = ["CNI_CONTAINERID", "CNI_IFNAME", "CNI_NETNS", "CNI_PATH"]

const all = (config: unknown, containerId?: string, details?: Partial<TwinCall>) =>
  [add, check, del].map((command) => command(config, containerId, details))

const without = (names: readonly string[]) => ({
  env: Object.fromEntries(names.map((name) => [name, undefined])),
})

const folders = [
  `${dataDir}/`,
  `${dataDir}//a/b/`,
  `${dataDir}/sp ace/é`,
  "relative",
  "/dev/null",
  5,
]

const oldVersions: Readonly<Record<string, readonly string[]>> = {
  CHECK: ["", "0.1.0", "0.3.1"],
  GC: ["", "0.1.0", "0.3.1", "0.4.0", "1.0.0"],
  STATUS: ["", "0.1.0", "0.3.1", "0.4.0", "1.0.0"],
}

const unknownVersions = ["1.2.0", "2.0.0", "x", "1.1.0.0"]

export const protocol: readonly Case[] = [
  {
    name: "standard input is a JSON object, its keys of any case",
    calls: inputs.flatMap((config) => [add(config), del(config)]),
  },
  {
    name: "a network's name is made of letters, digits and few others",
    calls: networks.flatMap((name) => all({ ...five, name })),
  },
  {
    name: "a container's name is made of letters, digits and few others",
    calls: containers.flatMap((id) => all(five, id)),
  },
  {
    name: "an interface's name is one that the kernel takes",
    calls: interfaces.flatMap((ifname) => all(five, "c1", { ifname })),
  },
  {
    name: "the variables that a command needs are not missing",
    calls: [...variables.map((name) => [name]), variables].flatMap((names) =>
      all(five, "c1", without(names)),
    ),
  },
  {
    name: "a namespace may be gone by the time of DEL",
    calls: [add(five), del(five, "c1", { env: { CNI_NETNS: "" } })],
  },
  {
    name: "a container may share the plugin's namespace if that is wanted",
    calls: ["1", "TRUE", "true"].flatMap((CNI_NETNS_OVERRIDE) =>
      all(five, "c1", { netns: "/proc/self/ns/net", env: { CNI_NETNS_OVERRIDE } }),
    ),
  },
  { name: "a command that is not known is an error", calls: [{ command: "FOO", config: five }] },
  {
    name: "VERSION takes no input, or one of its own version",
    calls: ["", { cniVersion: "1.1.0" }].map((config) => ({ command: "VERSION", config })),
  },
  ...Object.entries(oldVersions).map(([command, versions]) => ({
    name: `${command} is refused in versions that do not have it`,
    calls: apart(
      [...versions, ...unknownVersions].map((cniVersion) => ({
        command,
        config: { ...five, cniVersion },
        containerId: "c1",
      })),
    ),
  })),
  {
    name: "a data directory is made where there is none",
    calls: apart(folders.map((folder) => add(lan({ dataDir: folder, subnet: "10.0.0.0/24" })))),
  },
  {
    name: "files have their modes under every umask",
    calls: apart(
      ["000", "022", "077"].map((umask) =>
        add(five, "c1", { through: ["/bin/sh", "-c", `umask ${umask}; exec "$0"`] }),
      ),
    ),
  },
]
