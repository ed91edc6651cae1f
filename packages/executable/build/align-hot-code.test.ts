import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { alignHotCode } from "./align-hot-code.js"

const hugePage = 0x20_0000n

/** Offset, address and size of each segment that is loaded, as elf(5) has them. */
const loadedOf = (file: Uint8Array) => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const first = Number(view.getBigUint64(32, true))
  return Array.from({ length: view.getUint16(56, true) }, (_, index) => first + index * 56)
    .filter((at) => view.getUint32(at, true) === 1)
    .map((at) => {
      const offset = view.getBigUint64(at + 8, true)
      const address = view.getBigUint64(at + 16, true)
      const size = view.getBigUint64(at + 32, true)
      const isCode = (view.getUint32(at + 4, true) & 1) === 1
      return { offset, address, end: address + size, shift: address - offset, isCode }
    })
}

// What our own program is made of.
const bun = readFileSync(join(import.meta.dirname, "../../../node_modules/bun/bin/bun.exe"))
const aligned = alignHotCode(bun)

const folder = mkdtempSync(join(tmpdir(), "align-hot-code-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("a program", () => {
  it("runs as before", () => {
    const program = join(folder, "bun")
    writeFileSync(program, aligned, { mode: 0o755 })
    const script = "console.log(JSON.stringify([1n + 2n].map(String)))"
    expect(execFileSync(program, ["-e", script], { encoding: "utf8" })).toBe('["3"]\n')
  })

  it("has its first code where large pages can be mapped, and the rest where none can", () => {
    const [, hot, rest, ...more] = loadedOf(aligned)
    expect(more.filter(({ isCode }) => isCode)).toEqual([])
    expect((hot?.shift ?? 1n) % hugePage).toBe(0n)
    expect((rest?.shift ?? 0n) % hugePage).not.toBe(0n)
    expect((rest?.address ?? 1n) % hugePage).toBe(0n)
  })

  it("has the code's first page in one segment with the data in it", () => {
    const [, code] = loadedOf(bun)
    const [data, hot] = loadedOf(aligned)
    expect(data?.isCode).toBe(false)
    expect(data?.end).toBe(hot?.address)
    expect(hot?.address ?? 0n).toBeLessThan(((code?.address ?? 0n) / hugePage) * hugePage)
  })

  it("has each byte of its segments at the address where it was", () => {
    const byteAt = (file: Uint8Array, address: bigint): number | undefined => {
      const found = loadedOf(file).find((one) => one.address <= address && address < one.end)
      return found === undefined ? undefined : file[Number(address - found.shift)]
    }
    const places = loadedOf(bun).flatMap(({ address, end }) =>
      Array.from({ length: 1000 }, (_, step) => address + (BigInt(step) * (end - address)) / 1000n),
    )
    expect(places.map((place) => byteAt(aligned, place))).toEqual(
      places.map((place) => byteAt(bun, place)),
    )
  })

  it("has as much code as before, without a hole in it", () => {
    const [, code] = loadedOf(bun)
    const [, hot, rest] = loadedOf(aligned)
    expect(hot?.end).toBe(rest?.address)
    expect(rest?.end).toBe(code?.end)
    expect(loadedOf(aligned).at(-1)?.end).toBe(loadedOf(bun).at(-1)?.end)
  })

  it("grows by less than a large page, and one of the largest that small ones are", () => {
    expect(aligned.length - bun.length).toBeLessThanOrEqual(Number(hugePage) + 0x1_0000)
  })
})

it.each([
  ["a script", new TextEncoder().encode("#!/bin/sh\n".padEnd(100))],
  ["a program of 32 bits", Uint8Array.from(bun.subarray(0, 4096)).fill(1, 4, 5)],
  ["a program that was aligned before", aligned],
])("refuses %s", (_, file) => {
  expect(() => alignHotCode(file)).toThrow(/^align-hot-code: /)
})
