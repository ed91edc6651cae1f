/** The cleanup beside a real dockerd: what goes, what stays, and what it only says. */
import { mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import { runInside, startBox } from "../box/box.js"
import { busyboxImage } from "../box/busybox-image.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { dockerDaemon, dockerSocket } from "./docker-daemon.js"
import { startDriver } from "./driver-process.js"

const programs = await builtPlugins("kontena-ipam", "kontena-ipam-cleanup")
const folder = await folderForFile()
const plugins = join(folder, "plugins")
const data = join(folder, "ipam")
await mkdir(plugins)
const box = await startBox({ plugins })
afterAll(box.release)
const daemon = await dockerDaemon(box, "28.5", folder)
const { docker } = daemon

const env = { IPAM_STORE: "disk", IPAM_DATA_DIR: data }
const driver = async (node: string, socketFolder: string) => {
  const program = join(programs, "kontena-ipam")
  const started = await startDriver({
    program,
    folder: socketFolder,
    env: { ...env, NODE_ID: node },
  })
  afterAll(started.kill)
  return {
    pool: (network: string, V6 = false) =>
      started.ask("IpamDriver.RequestPool", { Options: { network }, V6 }),
    address: (PoolID: string, Address = "") =>
      started.ask("IpamDriver.RequestAddress", { PoolID, Address, Options: null }),
  }
}
const own = await driver("n1", plugins)
const other = await driver("n2", join(folder, "n2"))

const cleanup = join(programs, "kontena-ipam-cleanup")
const run = (...command: readonly string[]) => {
  const variables = { ...env, NODE_ID: "n1", DOCKER_HOST: `unix://${dockerSocket}` }
  return runInside(box, command, variables)
}
const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .sort()
const cleanUp = async (...words: readonly string[]): Promise<readonly string[]> =>
  linesOf((await run(cleanup, ...words)).stdout)

const isAddress = (name: string): boolean => /^\d+(\.\d+){3}$/.test(name)
const held = async (network: string) =>
  (await readdir(join(data, network))).filter(isAddress).sort()
const networks = async () => (await readdir(data)).filter((name) => !name.startsWith(".")).sort()
const pools = async () =>
  (await readdir(join(data, ".cni-ipam/.documents/+pools"))).map((name) => name.slice(1)).sort()

beforeAll(async () => {
  await daemon.start()
  await docker("import", await busyboxImage(folder), "busybox")
  await docker(
    ...["network", "create", "--ipam-driver", "kontena-ipam", "--ipam-opt", "network=known"],
    ...["--subnet", "10.87.0.0/24", "--aux-address", "router=10.87.0.9", "known"],
  )
  await docker(
    "run",
    "-d",
    "--name",
    "web",
    "--network",
    "known",
    "--ip",
    "10.87.0.5",
    "busybox",
    "sleep",
    "1000",
  )
  await docker(
    ...["network", "create", "--ipam-driver", "kontena-ipam", "--ipam-opt", "network=counted"],
    ...["--subnet", "10.88.0.0/24", "counted"],
  )
  // As a driver leaves it that is killed between its commit and its answer, and asked again.
  await own.pool("counted")
  // Nobody but the test asks for these: to Docker they are unknown.
  await own.address("known", "10.87.0.100")
  await own.address("known", "10.87.0.200")
  await runInside(box, ["ip", "addr", "add", "10.87.0.200/32", "dev", "lo"], {
    PATH: "/sbin:/usr/sbin:/bin",
  })
  await other.pool("known")
  await other.address("known", "10.87.0.150")
  await own.pool("known", true)
  await own.pool("lost")
  await own.address("lost")
  for (const node of [own, other]) {
    await node.pool("shared")
    await node.address("shared")
  }
})

const known = ["10.87.0.100", "10.87.0.150", "10.87.0.200", "10.87.0.5", "10.87.0.9"]

test("a dry run says what would be deleted, and deletes nothing", async () => {
  expect(await cleanUp("--dry-run", "--quiesce-sleep=0")).toEqual([
    "kept address 10.87.0.200 of pool known, which Docker does not know: it answers to ping",
    "would delete address 10.80.0.2 of pool lost",
    "would delete address 10.80.1.2 of pool shared",
    "would delete address 10.87.0.100 of pool known",
    "would leave pool known~6, and delete it if no other node uses it",
    "would leave pool lost, and delete it if no other node uses it",
    "would leave pool shared, and delete it if no other node uses it",
    "would set the count of pool counted from 2 to 1, for so many networks has Docker",
  ])
  expect(await held("known")).toEqual(known)
  expect(await pools()).toEqual(["counted", "known", "known~6", "lost", "shared"])
})

test("a cleanup of one pool is of no other", async () => {
  expect(await cleanUp("--dry-run", "--quiesce-sleep", "0", "--pool=lost")).toEqual([
    "would delete address 10.80.0.2 of pool lost",
    "would leave pool lost, and delete it if no other node uses it",
  ])
})

test("who may not ping deletes no address, and fails", async () => {
  const mayNot = ["/usr/bin/setpriv", "--bounding-set=-net_raw"]
  const refused = run(...mayNot, cleanup, "--quiesce-sleep=0", "--dry-run")
  await expect(refused).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining(
      "kept address 10.87.0.100 of pool known, which Docker does not",
    ),
    stderr: expect.stringContaining("so that addresses were kept (4): give it the right"),
  })
  const unasked = await run(...mayNot, cleanup, "--quiesce-sleep=0", "--dry-run", "--no-ping")
  expect(linesOf(unasked.stdout)).toContain("would delete address 10.87.0.200 of pool known")
})

test("what Docker does not know goes, but nothing that is new, answers, or is another node's", async () => {
  const cleaning = cleanUp("--quiesce-sleep=2")
  await sleep(1000)
  await own.address("known", "10.87.0.101")
  await own.pool("young")
  await own.pool("lost")
  expect(await cleaning).toEqual([
    "deleted address 10.80.0.2 of pool lost",
    "deleted address 10.80.1.2 of pool shared",
    "deleted address 10.87.0.100 of pool known",
    "deleted pool known~6",
    "kept address 10.87.0.200 of pool known, which Docker does not know: it answers to ping",
    "left pool shared, which other nodes use",
    "set the count of pool counted from 2 to 1, for so many networks has Docker",
  ])
  expect(await held("known")).toEqual([
    ...["10.87.0.101", "10.87.0.150", "10.87.0.200", "10.87.0.5", "10.87.0.9"],
  ])
  expect(await held("shared")).toEqual(["10.80.1.3"])
  expect(await pools()).toEqual(["counted", "known", "lost", "shared", "young"])
})

test("pools of which nobody knows go in the next run, and what is left of others", async () => {
  // As a driver leaves it that is killed just when it has removed a pool.
  await mkdir(join(data, "ghost"))
  await writeFile(join(data, "ghost/lock"), "")
  expect(await cleanUp("--quiesce-sleep=0")).toEqual([
    "deleted address 10.87.0.101 of pool known",
    "deleted pool lost",
    "deleted pool young",
    "kept address 10.87.0.200 of pool known, which Docker does not know: it answers to ping",
  ])
  expect(await pools()).toEqual(["counted", "known", "shared"])
  expect(await networks()).toEqual(["known", "shared"])
  expect(await docker("exec", "web", "ip", "-4", "-o", "addr", "show", "eth0")).toContain(
    "10.87.0.5/24",
  )
})

test("a pool that was counted too often goes with its last network", async () => {
  await docker("network", "rm", "counted")
  expect(await pools()).toEqual(["known", "shared"])
})

test("without Docker nothing is deleted, and it says why", async () => {
  await docker("rm", "-f", "web")
  await daemon.stop()
  await expect(cleanUp("--quiesce-sleep=0")).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("cannot ask Docker at /run/docker.sock for /networks"),
  })
  expect(await pools()).toEqual(["known", "shared"])
})
