import { spawn } from "node:child_process"
import { readdir, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { expect, onTestFinished, test } from "vitest"
import { bun } from "./bun.js"
import { freePorts } from "./free-ports.js"
import { claimHost } from "./loopback-host.js"

const claim = async () => {
  const host = await claimHost()
  onTestFinished(host.release)
  return host
}

test("hosts that are held at the same time differ in address and folder", async () => {
  const hosts = await Promise.all([claim(), claim(), claim()])
  expect(new Set(hosts.map((host) => host.address)).size).toBe(3)
  expect(new Set(hosts.map((host) => host.folder)).size).toBe(3)
})

test("a host that was released leaves no folder", async () => {
  const host = await claimHost()
  await writeFile(join(host.folder, "file"), "")
  await host.release()
  await expect(readdir(host.folder)).rejects.toThrow("ENOENT")
})

test("what a killed process left in a host's folder is gone", async () => {
  const program = `
    import { claimHost } from "${join(import.meta.dirname, "loopback-host.js")}"
    const { folder } = await claimHost()
    await Bun.write(folder + "/left", "")
    console.log(folder)
    process.kill(process.pid, "SIGKILL")
  `
  const killed = spawn(bun, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] })
  const folder = (await text(killed.stdout)).trim()
  expect(await readdir(folder)).toEqual(["left"])
  // Another test process may be the one that gets that host.
  do await claim()
  while ((await readdir(folder)).includes("left"))
})

test("ports of a host are free and differ", async () => {
  const { address } = await claim()
  const ports = await freePorts(address, 3)
  expect(new Set(ports).size).toBe(3)
  for (const port of ports) {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, address, resolve))
    onTestFinished(() => void server.close())
  }
  const others = await freePorts(address, 3)
  expect(others.filter((port) => ports.includes(port))).toEqual([])
})
