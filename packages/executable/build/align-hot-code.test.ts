import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { alignHotCode } from "./align-hot-code.js"

const hugePage = 0x20_0000n

/** Offset, address and size of each segment of code, as elf(5) has them. */
const codeOf = (file: Uint8Array) => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const first = Number(view.getBigUint64(32, true))
  return Array.from({ length: view.getUint16(56, true) }, (_, index) => first + index * 56)
    .filter((at) => view.getUint32(at, true) === 1 && (view.getUint32(at + 4, true) & 1) === 1)
    .map((at) => ({
      offset: view.getBigUint64(at + 8, true),
      address: view.getBigUint64(at + 16, true),
      size: view.getBigUint64(at + 32, true),
    }))
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
    const [hot, rest, ...more] = codeOf(aligned)
    expect(more).toEqual([])
    expect(((hot?.address ?? 1n) - (hot?.offset ?? 0n)) % hugePage).toBe(0n)
    expect(((rest?.address ?? 0n) - (rest?.offset ?? 0n)) % hugePage).not.toBe(0n)
    expect((rest?.address ?? 1n) % hugePage).toBe(0n)
  })

  it("has all of its code, at the addresses where it was", () => {
    const [before] = codeOf(bun)
    const [hot, rest] = codeOf(aligned)
    expect(hot?.address).toBe(before?.address)
    expect((hot?.address ?? 0n) + (hot?.size ?? 0n)).toBe(rest?.address)
    expect((hot?.size ?? 0n) + (rest?.size ?? 0n)).toBe(before?.size)
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
