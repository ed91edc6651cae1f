/** A dockerd in a box, and the client that speaks to it. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Box, runInside } from "../box/box.js"
import { waitUntil } from "../servers/wait-until.js"
import { type ToolName, tool } from "../tools/debian.js"

export const dockerVersions = ["20.10", "28.5"] as const

export type DockerVersion = (typeof dockerVersions)[number]

interface Programs {
  readonly dockerd: ToolName
  readonly docker: ToolName
  readonly containerd: ToolName
}

const programs: Readonly<Record<DockerVersion, Programs>> = {
  "20.10": { dockerd: "dockerd-20.10", docker: "docker-20.10", containerd: "containerd-1.6" },
  "28.5": { dockerd: "dockerd", docker: "docker", containerd: "containerd" },
}

export interface DockerDaemon {
  /** What the client prints; throws what it says when it fails. */
  readonly docker: (...args: readonly string[]) => Promise<string>
  /** The same, in a folder, and with five minutes of time. */
  readonly dockerIn: (directory: string, ...args: readonly string[]) => Promise<string>
  /** What the client says when it fails. */
  readonly refusal: (...args: readonly string[]) => Promise<string>
  readonly start: () => Promise<void>
  /** Lets it shut down. */
  readonly stop: () => Promise<void>
  readonly kill: () => Promise<void>
  /** The end of what it printed. */
  readonly log: () => string
}

export const dockerSocket = "/run/docker.sock"
const pidFile = "/run/dockerd.pid"
const startsWithin = 30_000

const flags = [
  ...["--exec-root", "/run/docker-exec", "--pidfile", pidFile],
  ...["--exec-opt", "native.cgroupdriver=cgroupfs", "--host", `unix://${dockerSocket}`],
  // Addresses are what is tested: of the firewall the kernel of a test machine may have little.
  ...["--iptables=false", "--ip6tables=false", "--bridge=none", "--userland-proxy=false"],
  // The box has seen to that, or shares the network of the machine.
  "--ip-forward=false",
]

/** The one works everywhere; the other one does not copy all files of an image for each layer. */
type StorageDriver = "vfs" | "overlay2"

const tryOverlay = `
mkdir lower upper work all
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work all
umount all
`

/** What does well with large images, if the folder can have it: a container's own often cannot. */
export const storageIn = async (box: Box, folder: string): Promise<StorageDriver> => {
  const place = await mkdtemp(join(folder, "overlay-"))
  const command = ["env", "-C", place, "sh", "-ec", tryOverlay]
  return runInside(box, command, { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }).then(
    () => "overlay2",
    () => "vfs",
  )
}

/** @param folder where its data lie. */
export const dockerDaemon = async (
  box: Box,
  version: DockerVersion,
  folder: string,
  storage: StorageDriver = "vfs",
): Promise<DockerDaemon> => {
  const wanted = programs[version]
  const [dockerd, client, containerd, runc] = [
    await tool(wanted.dockerd),
    await tool(wanted.docker),
    await tool(wanted.containerd),
    await tool("runc"),
  ]
  const PATH = `${dirname(containerd)}:${dirname(runc)}:/usr/sbin:/usr/bin:/sbin:/bin`
  const env = { PATH, HOME: folder, DOCKER_HOST: `unix://${dockerSocket}` }
  let child: ChildProcess | undefined
  let printed = ""

  const docker = async (...args: readonly string[]) =>
    (await runInside(box, [client, ...args], env)).stdout.trim()

  const dockerIn = async (directory: string, ...args: readonly string[]) =>
    (await runInside(box, ["env", "-C", directory, client, ...args], env, 300_000)).stdout.trim()

  const start = async () => {
    const [program = "", ...args] = [
      ...box.through,
      ...[dockerd, ...flags, "--storage-driver", storage, "--data-root", join(folder, "data")],
    ]
    child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] })
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        printed = (printed + text).slice(-20_000)
      })
    await waitUntil("dockerd is not ready", startsWithin, async () => {
      if (child?.exitCode !== null) throw new Error(printed.slice(-2000))
      return docker("version", "--format", "{{.Server.Version}}")
    })
  }

  const end = async (signal: string) => {
    if (child === undefined || child.exitCode !== null) return
    const ended = once(child, "exit")
    await runInside(box, ["sh", "-c", `kill -${signal} $(cat ${pidFile})`], env)
    await ended
  }

  return {
    docker,
    dockerIn,
    refusal: async (...args) => {
      try {
        return `no refusal: ${await docker(...args)}`
      } catch (error) {
        return error instanceof Error && "stderr" in error ? `${error.stderr}`.trim() : `${error}`
      }
    },
    start,
    stop: () => end("TERM"),
    kill: () => end("KILL"),
    log: () => printed,
  }
}
