/** The echo requests that the executable sends by itself, for the image has no program `ping`. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, expect, test } from "vitest"
import { runInside, startBox } from "../box/box.js"
import { folderForFile } from "../plugin/folders.js"
import { bun } from "../servers/bun.js"

const source = join(import.meta.dirname, "../../packages/executable/src/icmp.ts")
const outfile = join(await folderForFile(), "ping.mjs")
await promisify(execFile)(bun, [
  ...["build", source, "--target=bun", "--conditions=source", `--outfile=${outfile}`],
])
const box = await startBox()
afterAll(box.release)

const PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
const ip = (words: string) => runInside(box, ["ip", ...words.split(" ")], { PATH })

const program = `
const { icmpPing } = await import(${JSON.stringify(outfile)})
const [family, value] = process.argv.slice(-2)
console.log(await icmpPing({ family: Number(family), value: BigInt(value) }))
`

const ping = async (family: 4 | 6, value: bigint, ...through: readonly string[]) => {
  const command = [...through, bun, "-e", program, `${family}`, `${value}`]
  return (await runInside(box, command, { PATH })).stdout.trim()
}

test("who is there answers, by IPv4 and by IPv6, and nobody else does", async () => {
  await ip("link add left type veth peer name right")
  await ip("addr add 10.1.0.1/24 dev left")
  for (const end of ["left", "right"]) await ip(`link set ${end} up`)
  expect(await ping(4, 0x0a01_0001n)).toBe("answers")
  expect(await ping(6, 1n)).toBe("answers")
  expect(await ping(4, 0x0a01_0002n)).toBe("silent")
  expect(await ping(4, 0x0a02_0001n)).toBe("silent")
  expect(await ping(4, 0x0a01_00ffn)).toBe("silent")
})

test("who may not open raw sockets cannot ask", async () => {
  expect(await ping(4, 0x7f00_0001n, "setpriv", "--bounding-set=-net_raw")).toBe("cannot ask")
})
