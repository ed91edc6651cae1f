/** Debian's Go plugin and ours, waiting for the lock of one directory. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import type { PluginOutcome } from "../plugin/run-plugin.js"
import { tool } from "../tools/debian.js"
import { parseObject } from "./json.js"
import { given } from "./result.js"
import { containers, type Site, siteOf } from "./site.js"

const go = await tool("host-local")
const ours = await builtPlugin("host-local")

/**
 * Somebody else who takes the lock of the network, and has it from when this resolves.
 *
 * @returns what ends that before the time.
 */
const holdLock = async ({ dataDir }: Site, seconds: number): Promise<() => void> => {
  const command = `exec 3>${dataDir}/lan/lock; flock 3; echo held; exec sleep ${seconds}`
  const holder = spawn("/bin/sh", ["-c", command], { stdio: ["ignore", "pipe", "ignore"] })
  const release = () => void holder.kill()
  onTestFinished(release)
  await once(holder.stdout, "data")
  return release
}

/** Resolves when so many wait in the system's queue for the lock of the network. */
const queueOf = async ({ dataDir }: Site, length: number): Promise<void> => {
  const { ino } = await stat(join(dataDir, "lan/lock"))
  const isWaiting = (line: string) => line.includes("->") && line.includes(`:${ino} `)
  const waiting = async () => (await readFile("/proc/locks", "utf8")).split("\n").filter(isWaiting)
  await expect.poll(waiting, { timeout: 10_000 }).toHaveLength(length)
}

describe("while somebody holds the lock of a network, the two programs", () => {
  test("wait", async () => {
    const site = await siteOf("10.0.0.0/29")
    await site.call(go, "ADD", "c1")
    await holdLock(site, 1)
    const started = performance.now()
    const answers = await Promise.all([site.call(go, "ADD", "c2"), site.call(ours, "ADD", "c3")])
    expect(answers.map(given).sort()).toEqual(["10.0.0.3/29", "10.0.0.4/29"])
    expect(performance.now() - started).toBeGreaterThan(900)
  })

  test("wait for ever if it is Go, and until lockTimeout if it is ours", async () => {
    const site = await siteOf("10.0.0.0/29", { lockTimeout: 200 })
    await site.call(go, "ADD", "c1")
    await holdLock(site, 2)
    const waiting = site.call(go, "ADD", "c2")
    const { exit, stdout } = await site.call(ours, "ADD", "c3")
    expect(exit).toBe(1)
    expect(parseObject(stdout)).toMatchObject({ code: 11 })
    expect(given(await waiting)).toBe("10.0.0.3/29")
  })

  test("are served in the order in which they came", async () => {
    const site = await siteOf("10.0.0.0/28")
    await site.call(go, "ADD", "before")
    const release = await holdLock(site, 60)
    const answers: Promise<PluginOutcome>[] = []
    for (const [index, id] of containers(8).entries()) {
      answers.push(site.call(index % 2 === 0 ? go : ours, "ADD", id))
      await queueOf(site, index + 1)
    }
    release()
    expect((await Promise.all(answers)).map(given)).toEqual(
      answers.map((_, index) => `10.0.0.${index + 3}/28`),
    )
  })

  test.each(["--block-signal=ALRM", "--ignore-signal=ALRM"])(
    "end at lockTimeout if started with env %s",
    async (option) => {
      const site = await siteOf("10.0.0.0/29", { lockTimeout: 200 })
      await site.call(go, "ADD", "c1")
      await holdLock(site, 5)
      const { exit, stdout } = await site.call(ours, "ADD", "c2", ["env", option])
      expect(exit).toBe(1)
      expect(parseObject(stdout)).toMatchObject({ code: 11 })
    },
  )
})
