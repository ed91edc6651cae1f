import { left, right } from "fp-ts/lib/Either.js"
import { expect, it } from "vitest"
import { memoryIo } from "./memory-io.js"
import { explainResolvConfError, readResolvConf } from "./resolv-conf-file.js"

const io = memoryIo({ files: { "/etc/resolv.conf": "nameserver 192.0.2.1\n" } })

it("reads the file that the configuration names", () => {
  expect(readResolvConf(io, "/etc/resolv.conf")).toEqual(right({ nameservers: ["192.0.2.1"] }))
})

it.each([undefined, ""])("reads nothing where the configuration names %j", (path) => {
  expect(readResolvConf(io, path)).toEqual(right({}))
})

it("tells which file of which field cannot be read, and why", () => {
  const read = readResolvConf(io, "/nonexist")
  expect(read).toMatchObject(left({ _tag: "UnreadableResolvConf" }))
  expect(read._tag === "Left" && explainResolvConfError(read.left)).toBe(
    "ipam.resolvConf: cannot read /nonexist: ENOENT: no such file or directory",
  )
})
