/**
 * A machine in the machine: processes, networks and mounts of its own, so that a container runtime
 * finds its fixed places free. All that was started inside dies with it.
 */
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { promisify } from "node:util"

export interface Box {
  /** To run a program inside. */
  readonly through: readonly string[]
  readonly release: () => Promise<void>
}

/** What runtimes want to have for themselves. */
const ownPlaces = `
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/lib
`
/** `$0` is where plugins put their sockets, outside. */
const dockerPlugins = `
mkdir -p /run/docker/plugins
mount --bind "$0" /run/docker/plugins
`
const ownNetwork = `
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
`
/** The shell stays, to bury the dead whom their parents have left. */
const stay = `
echo ready
cat
`

const isWord = (word: string, chunk: unknown): boolean => String(chunk).trim() === word

/** unshare itself stays outside; its child is the first process inside. */
const firstInside = async (pid: number | undefined): Promise<string> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim()

export interface BoxOptions {
  /** A folder that both sides see, by which Docker finds its plugins. */
  readonly plugins?: string
  /** Whether it has a network of its own, from which nobody outside is reached. Default: true. */
  readonly hasNetwork?: boolean
}

export const startBox = async ({ plugins, hasNetwork = true }: BoxOptions = {}): Promise<Box> => {
  const namespaces = [...(hasNetwork ? ["--net"] : []), "--mount", "--pid"]
  const script = [
    ownPlaces,
    plugins === undefined ? "" : dockerPlugins,
    hasNetwork ? ownNetwork : "",
    stay,
  ].join("")
  const unshare = [...namespaces, "--fork", "--kill-child", "--mount-proc"]
  const child = spawn("unshare", [...unshare, "sh", "-ec", script, plugins ?? ""], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  const [answer]: unknown[] = await Promise.race([once(child.stdout, "data"), once(child, "close")])
  if (!isWord("ready", answer)) throw new Error("cannot make namespaces, which takes root")
  const target = await firstInside(child.pid)
  return {
    through: ["nsenter", "--target", target, ...namespaces, "--"],
    release: async () => {
      const ended = once(child, "close")
      child.stdin.end()
      await ended
    },
  }
}

const execute = promisify(execFile)

/** Runs a program inside to its end. */
export const runInside = async (
  { through }: Box,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  timeout = 90_000,
): Promise<{ readonly stdout: string; readonly stderr: string }> => {
  const [program = "", ...args] = [...through, ...command]
  return execute(program, args, { env, timeout, maxBuffer: 1 << 26 })
}
