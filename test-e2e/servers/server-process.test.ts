/** The life of a server, tried on a few lines of shell. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { folderForTest } from "../plugin/folders.js"
import { bun } from "./bun.js"
import { startServer } from "./server-process.js"

/** The state of a process as the kernel names it: S sleeps, T is stopped. */
const stateOf = async (pid: number | undefined): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "0 (none) gone")
  const state = /\) (\S+)/.exec(stat)?.[1] ?? "unknown"
  // Nobody need take notice of the end of a process whose parent ended before.
  return state === "Z" ? "gone" : state
}

/** A server that is ready when it has written down its start. */
const startCounter = async (preparation = ":", script = "exec sleep 60") => {
  const folder = await folderForTest()
  const starts = () => readFile(join(folder, "starts"), "utf8").catch(() => "")
  let before = ""
  const server = await startServer({
    name: "counter",
    command: ["/bin/sh", "-c", `cd ${folder}; ${preparation}; echo started >> starts; ${script}`],
    isReady: async () => {
      const now = await starts()
      if (now === before) return false
      before = now
      return true
    },
  })
  onTestFinished(server.kill)
  return { server, starts }
}

test("a server is a process of that very id, and starts again on its data", async () => {
  const { server, starts } = await startCounter()
  const first = server.pid()
  expect(await stateOf(first)).toBe("S")
  await server.restart()
  expect(await starts()).toBe("started\nstarted\n")
  expect(await stateOf(first)).toBe("gone")
  expect(server.pid()).not.toBe(first)
  await server.kill()
  expect(await stateOf(server.pid())).toBe("gone")
  await server.restart()
  expect(await stateOf(server.pid())).toBe("S")
})

test("a paused server stands still until it is resumed", async () => {
  const { server } = await startCounter()
  server.pause()
  await expect.poll(() => stateOf(server.pid())).toBe("T")
  server.resume()
  await expect.poll(() => stateOf(server.pid())).toBe("S")
})

test("a paused server can be killed", async () => {
  const { server } = await startCounter()
  server.pause()
  await server.kill()
  expect(await stateOf(server.pid())).toBe("gone")
})

test("a server may shut down when it is stopped, also from a pause", async () => {
  const trap = 'trap "echo farewell; exit" TERM'
  const { server } = await startCounter(trap, "while :; do sleep 0.01; done")
  await server.stop()
  expect(server.log()).toBe("farewell\n")
  await server.restart()
  server.pause()
  await server.stop()
  expect(server.log()).toBe("farewell\nfarewell\n")
})

test("a server that ends instead of becoming ready is shown with its last words", async () => {
  const starting = startServer({
    name: "toy",
    command: ["/bin/sh", "-c", "echo no such option >&2; exit 3"],
    isReady: () => Promise.resolve(false),
  })
  await expect(starting).rejects.toThrow("toy did not become ready (ended):\nno such option")
})

test("a program that is not there is told", async () => {
  const command = ["/nonexistent/server"]
  const starting = startServer({ name: "toy", command, isReady: () => Promise.reject() })
  await expect(starting).rejects.toThrow(/not found/)
})

test("a server that never becomes ready is killed", async () => {
  const folder = await folderForTest()
  const pidFile = join(folder, "pid")
  const starting = startServer({
    name: "toy",
    command: ["/bin/sh", "-c", `echo $$ > ${pidFile}; exec sleep 60`],
    isReady: () => Promise.reject(new Error("connection refused")),
    readyWithin: 100,
  })
  await expect(starting).rejects.toThrow(
    "toy did not become ready (no answer within 100 ms: Error: connection refused",
  )
  expect(await stateOf(Number(await readFile(pidFile, "utf8")))).toBe("gone")
})

test.each(["SIGKILL", "SIGTERM"] as const)(
  "a server dies with the process that started it, even when paused: %s",
  async (signal) => {
    const program = join(await folderForTest(), "program.ts")
    await writeFile(
      program,
      `import { startServer } from "${join(import.meta.dirname, "server-process.js")}"
      const command = ["/bin/sh", "-c", "echo up; exec sleep 60"]
      const server = await startServer({ name: "toy", command, isReady: async () => true })
      while (server.log() === "") await Bun.sleep(5)
      server.pause()
      console.log(server.pid())
      setInterval(() => {}, 1000)`,
    )
    const owner = spawn(bun, [program], { stdio: ["ignore", "pipe", "inherit"] })
    onTestFinished(() => void owner.kill("SIGKILL"))
    const [pid]: unknown[] = await once(owner.stdout, "data")
    await expect.poll(() => stateOf(Number(pid))).toBe("T")
    owner.kill(signal)
    await expect.poll(() => stateOf(Number(pid))).toBe("gone")
  },
)
