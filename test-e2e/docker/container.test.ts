/**
 * The lines of the README as they stand there: the image is built, and the driver and its cleanup run
 * in containers themselves.
 */
import { access, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { runInside, startBox } from "../box/box.js"
import { busyboxImage } from "../box/busybox-image.js"
import { folderForFile } from "../plugin/folders.js"
import { startServer } from "../servers/server-process.js"
import { waitUntil } from "../servers/wait-until.js"
import { tool } from "../tools/debian.js"
import { dockerDaemon, storageIn } from "./docker-daemon.js"
import { nodeImage } from "./node-image.js"

/** In bytes: the program, which is most of Bun, the C library, and nothing else. */
const largestImage = 140e6

const root = join(import.meta.dirname, "../..")
const folder = await folderForFile()
const plugins = join(folder, "plugins")
await mkdir(plugins)
// The image is built where npm's registry is reached, and used where nobody is.
const workshop = await startBox({ plugins, hasNetwork: false })
const box = await startBox({ plugins })
afterAll(box.release)
const storage = await storageIn(box, folder)
const { docker, start } = await dockerDaemon(box, "28.5", folder, storage)

/** A line of the README, as a shell reads one of so few tricks. */
const wordsOf = (text: string): readonly string[] => text.split(" ").slice(1)
const line = (text: string): Promise<string> => docker(...wordsOf(text))

const buildImage = async (): Promise<void> => {
  const builder = await dockerDaemon(workshop, "28.5", folder, storage)
  await builder.start()
  try {
    await builder.docker("import", await nodeImage(folder), "node:20-bookworm-slim")
    const [build = "", ...words] = wordsOf("docker build -t kontena-ipam .")
    await builder.dockerIn(root, build, "--network", "host", ...words)
  } finally {
    await builder.stop()
    await workshop.release()
  }
}

const startEtcdInside = async (): Promise<void> => {
  const [etcd, etcdctl] = [await tool("etcd"), await tool("etcdctl")]
  const server = await startServer({
    name: "etcd in the box",
    command: [...box.through, etcd, "--data-dir", join(folder, "etcd")],
    isReady: async () => {
      await runInside(box, [etcdctl, "endpoint", "health"], {})
      return true
    },
  })
  afterAll(server.kill)
}

beforeAll(async () => {
  await Promise.all([buildImage(), startEtcdInside()])
  await start()
  await docker("import", await busyboxImage(folder), "busybox")
})

test("the driver runs in a container, serves networks, and cleans up after a machine's fall", async () => {
  await line(
    "docker run -d --rm --name kontena-ipam --net host -v /run/docker/plugins:/run/docker/plugins kontena-ipam",
  )
  await waitUntil("no driver", 10_000, async () => {
    await access(join(plugins, "kontena-ipam.sock"))
    return true
  })
  await line(
    "docker network create --driver bridge --ipam-driver kontena-ipam --ipam-opt network=kontena --subnet 10.81.0.0/16 --ip-range 10.81.128.0/17 kontena",
  )
  await line(
    "docker network create --driver bridge --ipam-driver kontena-ipam --ipam-opt network=kontena0 kontena0",
  )
  expect(Number(await docker("image", "inspect", "-f", "{{.Size}}", "kontena-ipam"))).toBeLessThan(
    largestImage,
  )
  await docker("run", "-d", "--name", "web", "--network", "kontena0", "busybox", "sleep", "1000")
  expect(await docker("network", "inspect", "kontena0")).toContain('"Subnet": "10.80.0.0/24"')
  const own = ["-f", "{{.NetworkSettings.Networks.kontena0.IPAddress}}", "web"]
  expect(await docker("inspect", ...own)).toBe("10.80.0.2")

  const etcdctl = await tool("etcdctl")
  const put = (key: string, value: string) => runInside(box, [etcdctl, "put", key, value], {})
  const node = (await runInside(box, ["hostname"], { PATH: "/bin:/usr/bin" })).stdout.trim()
  // As the first kontena-ipam wrote it, and Docker knows nothing of.
  await put(
    "/kontena/ipam/addresses/kontena/10.81.128.9",
    `{"address":"10.81.128.9/16","node":"${node}"}`,
  )
  expect(
    await line(
      "docker run --rm --name kontena-ipam-cleanup --net host -v /run/docker/plugins:/run/docker/plugins -v /run/docker.sock:/var/run/docker.sock kontena-ipam bin/kontena-ipam-cleanup",
    ),
  ).toBe("deleted address 10.81.128.9 of pool kontena")

  await docker("rm", "-f", "web")
  await docker("network", "rm", "kontena", "kontena0")
  await docker("stop", "kontena-ipam")
  const left = await runInside(
    box,
    [etcdctl, "get", "--prefix", "--keys-only", "/kontena/ipam/"],
    {},
  )
  expect(left.stdout.trim()).toBe("")
  expect((await runInside(box, ["ls", "/run/docker/plugins"], { PATH: "/bin" })).stdout).toBe("")
})
