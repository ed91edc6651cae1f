/** Containers of podman, to which our host-local gives addresses. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, expect, onTestFinished, test } from "vitest"
import { startBox } from "../box/box.js"
import { leasesIn } from "../host-local/lease-files.js"
import { folderForFile } from "../plugin/folders.js"
import { bridgeFolder } from "./bridge-folder.js"
import { bridgeNetwork, usable } from "./bridge-network.js"
import { image, podmanIn } from "./podman.js"

const folder = await folderForFile()
const [networks, dataDir] = [join(folder, "networks"), join(folder, "leases")]
for (const place of [networks, dataDir]) await mkdir(place)
for (const name of ["lan", "wan"]) {
  const network = JSON.stringify(bridgeNetwork(name, dataDir, "1.0.0"))
  await writeFile(join(networks, `${name}.conflist`), network)
}
const box = await startBox()
afterAll(box.release)
const places = { folder: join(folder, "podman"), bin: await bridgeFolder(), networks }
const podman = await podmanIn(box, places)

const held = async (network = "lan"): Promise<readonly string[]> =>
  Object.keys(await leasesIn(dataDir, network))

const inLan = ["--pull=never", "--network=lan"]

/** What a command prints in a container of its own. */
const inContainer = (...command: readonly string[]): Promise<string> =>
  podman("run", "--rm", ...inLan, image, ...command)

/** A container that stays until the test is over. */
const start = async (name: string, ...options: readonly string[]): Promise<void> => {
  onTestFinished(async () => {
    await podman("rm", "--force", "--time=0", name)
  })
  await podman("run", "--detach", "--name", name, ...inLan, ...options, image, "sleep", "300")
}

test("a container has addresses of both families as long as it runs", async () => {
  const told = await inContainer("ip", "-o", "addr", "show", "dev", "eth0", "scope", "global")
  expect(told).toMatch(/ inet 10\.85\.0\.\d+\/28 /)
  expect(told).toMatch(/ inet6 fd85::[0-9a-f]+\/64 /)
  expect(await held()).toEqual([])
})

test("a container has the address that it asks for, and others reach it there", async () => {
  await start("db", "--ip=10.85.0.9", "--mac-address=02:00:00:00:00:09")
  const addresses = await held()
  expect(addresses).toHaveLength(2)
  expect(addresses).toContain("10.85.0.9")
  for (const address of addresses) await inContainer("ping", "-c1", "-W5", address)
  await expect(start("other", "--ip=10.85.0.9")).rejects.toThrow(
    "requested IP address 10.85.0.9 is not available",
  )
  expect(await held()).toEqual(addresses)
})

test("a container that is stopped gives back its addresses, and has some when it is started", async () => {
  await start("web")
  await podman("stop", "--time=0", "web")
  expect(await held()).toEqual([])
  await podman("start", "web")
  expect(await held()).toHaveLength(2)
})

test("a container has addresses in each network to which it is connected", async () => {
  await start("web")
  await podman("network", "connect", "wan", "web")
  expect(await held()).toHaveLength(2)
  expect(await held("wan")).toHaveLength(2)
  await podman("network", "disconnect", "wan", "web")
  expect(await held()).toHaveLength(2)
  expect(await held("wan")).toEqual([])
})

test("as many containers as there are addresses start at once, and no more", async () => {
  await Promise.all(Array.from({ length: usable }, (_, index) => start(`web-${index}`)))
  const addresses = await held()
  expect(addresses).toHaveLength(2 * usable)
  await expect(start("late")).rejects.toThrow("no IP addresses available in range set: 10.85.0.1-")
  expect(await held()).toEqual(addresses)
})
