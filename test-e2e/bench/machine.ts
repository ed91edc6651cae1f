/** What the figures were measured on and with. */
import { spawnSync } from "node:child_process"
import { readFileSync, realpathSync } from "node:fs"
import { cpus, loadavg, release } from "node:os"
import { launch } from "./launcher.js"

/** Of the file system on which `folder` is, by the longest mount point above it. */
const fileSystemType = (folder: string): string => {
  const mounts = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, point = "", type = ""] = line.split(" ")
      return `${folder}/`.startsWith(point.endsWith("/") ? point : `${point}/`)
        ? [{ point, type }]
        : []
    })
    .sort((one, other) => one.point.length - other.point.length)
  return mounts.at(-1)?.type ?? "unknown"
}

/** Debian's build of the Go plugin does not know its version, but the folder of its package does. */
const goVersion = (go: string): string =>
  /containernetworking-plugins_([^/]+)/.exec(realpathSync(go))?.[1] ?? "of unknown version"

/** What a plugin says of itself when it is told no command. */
const ownWords = (plugin: string): string =>
  launch({ program: plugin, args: [plugin], env: {}, input: "/dev/null" }).output.split("\n")[0] ??
  plugin

const nodeVersion = (): string =>
  spawnSync("node", ["--version"], { encoding: "utf8" }).stdout?.trim() ?? "none"

type Plugins = { readonly go: string; readonly ours: string }

/**
 * To be asked before anything is measured, for the load is told too.
 *
 * @param folder where the plugins have their data.
 */
export const machineLines = ({ go, ours }: Plugins, folder: string): string => {
  const [processor, ...others] = cpus()
  return [
    `${processor?.model.trim()}, ${1 + others.length} cores, Linux ${release()}, data on ${fileSystemType(folder)}`,
    `Bun ${Bun.version}, Node ${nodeVersion()}, ${new Date().toISOString().slice(0, 10)}`,
    `other work on the machine before: a load of ${loadavg()[0]?.toFixed(1)}`,
    `Go: host-local of Debian's containernetworking-plugins ${goVersion(go)}`,
    `ours: ${ownWords(ours)}`,
  ]
    .map((line) => `- ${line}`)
    .join("\n")
}
