/** Disks that take nothing any more: full ones, and those that are mounted read-only. */
import { mkdir, open, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { answerOf } from "./answer.js"
import { indexDifferences, unfinishedFiles } from "./index-differences.js"
import { heldBy, readLeases } from "./lease-files.js"
import { type MountNamespace, mountNamespace } from "./mount-namespace.js"
import {
  type CallDetails,
  callsOf,
  type TestNetwork,
  testNetwork,
  validAttachments,
} from "./test-network.js"

const plugin = await builtPlugin("host-local")

interface Disk extends Pick<MountNamespace, "through"> {
  readonly call: (
    command: string,
    containerId?: string,
    details?: CallDetails,
  ) => Promise<PluginOutcome>
  /** The network, as this process sees it. */
  readonly seen: TestNetwork
  /** The root of the disk, as this process sees it. */
  readonly root: string
}

/** A disk of so much room, with a data directory on it that has been used by `c1` and `c2`. */
const smallDisk = async (options: string): Promise<Disk> => {
  const folder = await folderForTest()
  const { through, outside } = await mountNamespace(`mount -t tmpfs -o ${options} none ${folder}`)
  const network = testNetwork(join(folder, "data"))
  const call = callsOf(plugin, network)
  const disk: Disk = {
    through,
    call: (command, containerId = "", details = {}) =>
      call(command, containerId, { ...details, through }),
    seen: testNetwork(outside(network.dataDir)),
    root: outside(folder),
  }
  for (const containerId of ["c1", "c2"])
    expect(answerOf(await disk.call("ADD", containerId))).toMatchObject({ is: "leased" })
  return disk
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOSPC"

const untilFull = async (write: (turn: number) => Promise<unknown>): Promise<void> => {
  try {
    for (let turn = 0; ; turn++) await write(turn)
  } catch (error) {
    if (!isFull(error)) throw error
  }
}

/** @returns what makes room again. */
const fillWithBytes = async ({ root }: Disk): Promise<() => Promise<void>> => {
  const path = join(root, "filler")
  const file = await open(path, "w")
  await untilFull(() => file.write("x".repeat(512)))
  await file.close()
  return () => rm(path)
}

/** @returns what makes room again. */
const fillWithFiles = async ({ root }: Disk): Promise<() => Promise<void>> => {
  const folder = join(root, "fillers")
  await mkdir(folder)
  await untilFull((turn) => writeFile(join(folder, `${turn}`), ""))
  return () => rm(folder, { recursive: true })
}

const fullDisks = [
  { what: "bytes", options: "size=64k", fill: fillWithBytes },
  { what: "files", options: "size=1m,nr_inodes=40", fill: fillWithFiles },
]

describe.each(fullDisks)("a disk that has no room for more $what", ({ options, fill }) => {
  it("makes ADD fail with code 5 and the path, and loses no lease", async () => {
    const disk = await smallDisk(options)
    const before = await readLeases(disk.seen)
    await fill(disk)
    const answer = answerOf(await disk.call("ADD", "c3"))
    expect(answer).toMatchObject({ is: "error", code: 5 })
    expect(answer).toMatchObject({ msg: expect.stringMatching(/\/data\/.*ENOSPC/) })
    expect(await readLeases(disk.seen)).toEqual(before)
  })

  it("lets CHECK, DEL and GC do their work", async () => {
    const disk = await smallDisk(options)
    await fill(disk)
    expect(answerOf(await disk.call("CHECK", "c1"))).toEqual({ is: "done" })
    expect(answerOf(await disk.call("DEL", "c1"))).toEqual({ is: "done" })
    expect(heldBy(await readLeases(disk.seen), "c1")).toEqual([])
    expect(heldBy(await readLeases(disk.seen), "c2")).toHaveLength(2)
    const fields = validAttachments([])
    expect(answerOf(await disk.call("GC", "", { fields }))).toEqual({ is: "done" })
    expect(await readLeases(disk.seen)).toEqual(new Map())
  })

  it("makes STATUS say that the plugin is not ready, and why", async () => {
    const disk = await smallDisk(options)
    await fill(disk)
    const answer = answerOf(await disk.call("STATUS"))
    expect(answer).toMatchObject({
      is: "error",
      code: 50,
      details: expect.stringMatching(/ENOSPC/),
    })
  })

  it("leaves a network in order, once there is room again", async () => {
    const disk = await smallDisk(options)
    const makeRoom = await fill(disk)
    for (const command of ["ADD", "DEL", "STATUS"]) await disk.call(command, "c3")
    await disk.call("DEL", "c1")
    await makeRoom()
    expect(answerOf(await disk.call("STATUS"))).toEqual({ is: "done" })
    expect(answerOf(await disk.call("ADD", "c3"))).toMatchObject({ is: "leased" })
    expect(await indexDifferences(disk.seen)).toEqual([])
    expect(await unfinishedFiles(disk.seen)).toEqual([])
  })
})

describe("a data directory that is mounted read-only", () => {
  const readOnlyDisk = async (): Promise<Disk> => {
    const folder = await folderForTest()
    const network = testNetwork(join(folder, "data"))
    const call = callsOf(plugin, network)
    await call("ADD", "c1")
    const { dataDir } = network
    const { through, outside } = await mountNamespace(
      `mount --bind ${dataDir} ${dataDir}; mount -o remount,ro,bind ${dataDir}`,
    )
    return {
      through,
      call: (command, containerId = "", details = {}) =>
        call(command, containerId, { ...details, through }),
      seen: testNetwork(outside(dataDir)),
      root: outside(dataDir),
    }
  }

  it.each(["ADD", "DEL"])("makes %s fail with code 5 and the path", async (command) => {
    const disk = await readOnlyDisk()
    const answer = answerOf(await disk.call(command, "c1"))
    expect(answer).toMatchObject({ is: "error", code: 5 })
    expect(answer).toMatchObject({ msg: expect.stringMatching(/\/data\/.*EROFS/) })
    expect(heldBy(await readLeases(disk.seen), "c1")).toHaveLength(2)
  })

  it("makes STATUS say that the plugin is not ready, and why", async () => {
    const disk = await readOnlyDisk()
    const answer = answerOf(await disk.call("STATUS"))
    expect(answer).toMatchObject({ is: "error", code: 50, details: expect.stringMatching(/EROFS/) })
  })
})

describe("STATUS", () => {
  const ranges = [[{ subnet: "10.81.0.0/29" }], [{ subnet: "fd81::/64" }]]

  it("is silent while there are addresses, and says which range set has none", async () => {
    const network = testNetwork(join(await folderForTest(), "data"), { ranges })
    const call = callsOf(plugin, network)
    for (const containerId of ["c1", "c2", "c3", "c4", "c5"]) {
      expect(answerOf(await call("STATUS", ""))).toEqual({ is: "done" })
      expect(answerOf(await call("ADD", containerId))).toMatchObject({ is: "leased" })
    }
    expect(answerOf(await call("STATUS", ""))).toMatchObject({
      is: "error",
      code: 50,
      msg: expect.stringMatching(/10\.81\.0\.1-10\.81\.0\.6/),
    })
    await call("DEL", "c3")
    expect(answerOf(await call("STATUS", ""))).toEqual({ is: "done" })
  })

  it.each([
    [
      "takes no files",
      (place: string) => `mount --bind ${place} ${place}; mount -o remount,ro,bind ${place}`,
      "EROFS",
    ],
    ["is on a disk of its own", (place: string) => `mount -t tmpfs none ${place}`, "file system"],
  ])("tells of a network's directory that %s", async (_how, mount, reason) => {
    const network = testNetwork(join(await folderForTest(), "data"), { ranges })
    const call = callsOf(plugin, network)
    expect(answerOf(await call("ADD", "c1"))).toMatchObject({ is: "leased" })
    const place = join(network.dataDir, network.name)
    const { through } = await mountNamespace(mount(place))
    expect(answerOf(await call("ADD", "c2", { through }))).toMatchObject({ is: "error", code: 5 })
    expect(answerOf(await call("STATUS", "", { through }))).toMatchObject({
      is: "error",
      code: 50,
      details: expect.stringContaining(reason),
    })
  })

  it("tells of a resolv.conf that is not there", async () => {
    const network = testNetwork(join(await folderForTest(), "data"), { resolvConf: "/nonexist" })
    expect(answerOf(await callsOf(plugin, network)("STATUS", ""))).toMatchObject({
      is: "error",
      msg: expect.stringContaining("/nonexist"),
    })
  })
})
