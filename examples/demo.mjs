/**
 * What a container runtime does with the plugin, for two containers: `npm start`.
 *
 * The configuration is host-local.conf beside this file; the leases go to a temporary folder.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const plugins = join(import.meta.dirname, "../dist/bin")
const configFile = join(import.meta.dirname, "host-local.conf")
const config = JSON.parse(readFileSync(configFile, "utf8"))
const dataDir = mkdtempSync(join(tmpdir(), "cni-ipam-demo-"))
const network = { ...config, ipam: { ...config.ipam, dataDir } }

/** A runtime passes the result of ADD to later commands. */
const run = (command, container, prevResult) => {
  const input = { ...network, ...(prevResult && { prevResult }) }
  console.log(`\n$ CNI_COMMAND=${command} CNI_CONTAINERID=${container} CNI_IFNAME=eth0 host-local`)
  const { status, stdout, stderr } = spawnSync(join(plugins, "host-local"), {
    input: JSON.stringify(input),
    encoding: "utf8",
    env: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: container,
      CNI_NETNS: `/var/run/netns/${container}`,
      CNI_IFNAME: "eth0",
      CNI_PATH: plugins,
    },
  })
  console.log(`${stdout}${stderr}`.trim() || "(no output)")
  console.log(`exit status ${status}`)
  if (status !== 0) process.exitCode = 1
  return stdout === "" ? undefined : JSON.parse(stdout)
}

const showLeases = () => {
  const folder = join(dataDir, network.name)
  const files = readdirSync(folder).filter((name) => /^[0-9a-f.:]+$/.test(name))
  console.log(`\nLease files in ${folder}: ${files.sort().join(", ") || "none"}`)
}

try {
  console.log(`Network "${network.name}" of examples/host-local.conf, with a temporary dataDir`)
  const containers = ["web-1", "web-2"]
  const results = new Map(containers.map((container) => [container, run("ADD", container)]))
  for (const container of containers) run("CHECK", container, results.get(container))
  showLeases()
  for (const container of containers) run("DEL", container, results.get(container))
  showLeases()
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
