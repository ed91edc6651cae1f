/**
 * Finds out which functions the usual commands use, for a layout of the program in which these lie
 * together: Bun reads ahead what lies around them, too.
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"

const network = (dataDir: string) => ({
  cniVersion: "1.1.0",
  name: "profile",
  type: "bridge",
  ipam: {
    type: "host-local",
    dataDir,
    ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]],
    routes: [{ dst: "0.0.0.0/0" }, { dst: "::/0" }],
  },
})

/** The first command makes an index, which no usual one does. */
const commands = [
  { command: "ADD", container: "first" },
  { command: "ADD", container: "second" },
  { command: "CHECK", container: "second" },
  { command: "DEL", container: "second" },
]

/**
 * @param hostLocal a program of that name.
 * @param folder for the profiles, and for leases.
 * @returns the paths of the profiles, that of the most usual command first.
 */
export const profilesOf = (hostLocal: string, folder: string): readonly string[] => {
  const settings = network(join(folder, "networks"))
  const prevResults = new Map<string, unknown>()
  const [first = "", ...usual] = commands.map(({ command, container }, index) => {
    const profile = join(folder, `${index}`)
    const { status, stdout, stderr } = spawnSync(hostLocal, [], {
      env: {
        CNI_COMMAND: command,
        CNI_CONTAINERID: container,
        CNI_NETNS: `/var/run/netns/${container}`,
        CNI_IFNAME: "eth0",
        CNI_PATH: "/opt/cni/bin",
        CNI_ARGS: "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=profile",
        BUN_BYTECODE_ORDER_OUT: profile,
      },
      input: JSON.stringify({ ...settings, prevResult: prevResults.get(container) }),
      encoding: "utf8",
    })
    if (status !== 0) throw new Error(`profile: ${command} failed: ${stdout}${stderr}`)
    if (command === "ADD") prevResults.set(container, JSON.parse(stdout))
    return profile
  })
  return [...usual, first]
}
