/** A containerd in a box, with its interface for Kubernetes. */
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Box, runInside } from "../box/box.js"
import { busyboxArchive } from "../box/busybox-archive.js"
import { type ServerProcess, startServer } from "../servers/server-process.js"
import { type ToolName, tool } from "../tools/debian.js"
import { type ContainerdVersion, settings } from "./containerd-settings.js"
import { type Cri, criOn } from "./cri.js"

interface Programs {
  readonly containerd: ToolName
  readonly ctr: ToolName
  /** How it takes an image with which nothing is wrong but that it is no registry's. */
  readonly importing: readonly string[]
}

const programs: Readonly<Record<ContainerdVersion, Programs>> = {
  "1.6": { containerd: "containerd-1.6", ctr: "ctr-1.6", importing: [] },
  "2.1": { containerd: "containerd", ctr: "ctr", importing: ["--local"] },
}

const tag = "local/pause:1"
const image = `docker.io/${tag}`

export interface Containerd {
  readonly cri: Cri
  readonly server: ServerProcess
  readonly release: () => Promise<void>
}

export interface ContainerdPlaces {
  /** All that it writes. */
  readonly folder: string
  /** Where plugins are. */
  readonly bin: string
  /** Where networks are defined. */
  readonly networks: string
}

export const startContainerd = async (
  box: Box,
  version: ContainerdVersion,
  { folder, bin, networks }: ContainerdPlaces,
): Promise<Containerd> => {
  const wanted = programs[version]
  const [containerd, ctr, runc] = [
    await tool(wanted.containerd),
    await tool(wanted.ctr),
    await tool("runc"),
  ]
  const socket = join(folder, "c.sock")
  const config = join(folder, "config.toml")
  await mkdir(folder, { recursive: true })
  await writeFile(config, settings[version]({ folder, socket, image, runc, bin, networks }))

  const PATH = `${dirname(containerd)}:${dirname(runc)}:/usr/sbin:/usr/bin:/sbin:/bin`
  const control = (...words: readonly string[]) =>
    runInside(box, [ctr, "--address", socket, "--namespace", "k8s.io", ...words], { PATH })
  const server = await startServer({
    name: `containerd ${version}`,
    command: [...box.through, "env", `PATH=${PATH}`, containerd, "--config", config],
    isReady: async () => {
      await control("version")
      return true
    },
  })
  const archive = await busyboxArchive(folder, tag, ["sleep", "3600"])
  await control("images", "import", ...wanted.importing, archive)
  const cri = criOn(socket)
  return {
    cri,
    server,
    release: async () => {
      cri.close()
      await server.kill()
    },
  }
}
