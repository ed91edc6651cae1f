/** A podman in a box, whose networks are those of CNI. */
import { mkdir, readdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Box, runInside } from "../box/box.js"
import { busyboxImage } from "../box/busybox-image.js"
import { fetchPackage, tool } from "../tools/debian.js"

/** Which podman is linked with, and machines without it often lack. */
const libraries = ["libgpgme11", "libassuan0", "libsubid4"] as const

export const image = "localhost/busybox:1"

const PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

export interface PodmanPlaces {
  /** Its home. */
  readonly folder: string
  /** Where plugins are. */
  readonly bin: string
  /** Where networks are defined. */
  readonly networks: string
}

/** @returns what a command prints; throws what it says when it fails. */
export type Podman = (...words: readonly string[]) => Promise<string>

/**
 * Among those of the system: podman calls itself when a container ends, and hands itself no
 * variable that says where else they are.
 */
const addLibraries = async (box: Box): Promise<void> => {
  const roots = await Promise.all(
    libraries.map(async (name) => join((await fetchPackage("bookworm", name)).folder, "usr/lib")),
  )
  const [architecture = ""] = await readdir(roots[0] ?? "")
  const system = join("/usr/lib", architecture)
  const layers = [...roots.map((root) => join(root, architecture)), system].join(":")
  const mount = ["mount", "-t", "overlay", "overlay", "-o", `lowerdir=${layers}`, system]
  await runInside(box, mount, { PATH })
}

/** Texts and lists are written in TOML as in JSON. */
const toml = JSON.stringify

export const podmanIn = async (
  box: Box,
  { folder, bin, networks }: PodmanPlaces,
): Promise<Podman> => {
  const [podman, conmon, runc] = [await tool("podman"), await tool("conmon"), await tool("runc")]
  const settings = join(folder, ".config/containers")
  const containers = join(settings, "containers.conf")
  await mkdir(settings, { recursive: true })
  await writeFile(join(settings, "policy.json"), `{"default":[{"type":"insecureAcceptAnything"}]}`)
  // Nobody can raise the limits of resources everywhere, which podman does unless it is told others.
  await writeFile(
    containers,
    `
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[network]
network_backend = "cni"
cni_plugin_dirs = ${toml([bin])}
network_config_dir = ${toml(networks)}
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
conmon_path = ${toml([conmon])}
[engine.runtimes]
runc = ${toml([runc])}
`,
  )
  await addLibraries(box)
  const env = {
    PATH: `${dirname(runc)}:${PATH}`,
    HOME: folder,
    CONTAINERS_CONF: containers,
    STORAGE_DRIVER: "vfs",
  }
  const command: Podman = async (...words) =>
    (await runInside(box, [podman, ...words], env)).stdout.trim()
  await command("import", await busyboxImage(folder), image)
  return command
}
