/** A server that never stops sending takes neither the memory of the node nor its time. */
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { network } from "../consul/network.js"
import { isObject } from "../host-local/json.js"
import { builtPlugins } from "../plugin/built-plugin.js"
import { folderForTest } from "../plugin/folders.js"

const bin = await builtPlugins("consul", "etcd")

const chunk = Buffer.alloc(1 << 20, " ")
let requests = 0
const server = createServer((_, response) => {
  requests++
  const send = (): void => {
    while (!response.destroyed && response.write(chunk));
  }
  response.writeHead(200, { "content-type": "application/json" })
  response.on("drain", send)
  send()
})
server.listen(0, "127.0.0.1")
await once(server, "listening")
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const address = server.address()
const url = `http://127.0.0.1:${isObject(address) ? address["port"] : ""}`

/** Until the process is gone, in megabytes. */
const peakOf = async (pidFile: string): Promise<number> => {
  let peak = 0

  const read = (path: string) => readFile(path, "utf8").catch(() => undefined)
  for (;;) {
    const pid = await read(pidFile)
    const status = pid && (await read(`/proc/${pid.trim()}/status`))
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(status ?? "")?.[1]
    if (kilobytes !== undefined) peak = Math.max(peak, Number(kilobytes) / 1024)
    else if (pid) return peak
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const options = { consul: { servers: [url] }, etcd: { endpoints: url } }

describe.each(Object.entries(options))("%s", (type, option) => {
  test.each(["ADD", "STATUS"])("%s ends soon, and says why", async (command) => {
    requests = 0
    const call = network(bin, {
      name: "lan",
      ipam: { type, subnet: "10.0.0.0/24", timeout: 20_000, ...option },
    })
    const pidFile = join(await folderForTest(), "pid")
    const through = ["/bin/sh", "-c", `echo $$ > ${pidFile}; exec "$0"`]
    const [{ exit, said, took }, peak] = await Promise.all([
      call(command, "c1", { through }),
      peakOf(pidFile),
    ])
    expect({ exit, requests }).toEqual({ exit: 1, requests: 1 })
    expect(said).toContain("its answer has more than 128 MB")
    expect(took).toBeLessThan(10_000)
    expect(peak).toBeLessThan(400)
  })
})
