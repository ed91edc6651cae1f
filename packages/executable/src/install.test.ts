import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import { install } from "./install.js"
import { pluginNames } from "./names.js"

const root = mkdtempSync(join(tmpdir(), "install-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const program = join(root, "program")
const folder = join(root, "bin")
const installed = ["cni-ipam", ...pluginNames]

const leave = (name: string, minutesAgo: number): string => {
  const path = join(folder, name)
  writeFileSync(path, "half of a program")
  const time = Date.now() / 1000 - minutesAgo * 60
  utimesSync(path, time, time)
  return path
}

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  writeFileSync(program, "the program")
})

it("puts the program there under every name, and nothing else", () => {
  expect(install(program, folder)).toEqual(installed.map((name) => `${folder}/${name}`))
  expect(readdirSync(folder).toSorted()).toEqual(installed.toSorted())
  expect(new Set(installed.map((name) => statSync(join(folder, name)).ino)).size).toBe(1)
})

describe("what an interrupted install has left", () => {
  it("is removed once no install can be under way any more", () => {
    leave(".cni-ipam.7", 11)
    leave(".cni-ipam.7.link", 11)
    leave(".cni-ipam.123456", 10_000)
    install(program, folder)
    expect(readdirSync(folder).toSorted()).toEqual(installed.toSorted())
  })

  it("is left where another install may be writing it", () => {
    const names = [".cni-ipam.7", ".cni-ipam.7.link"]
    for (const name of names) leave(name, 9)
    install(program, folder)
    expect(readdirSync(folder).toSorted()).toEqual([...names, ...installed].toSorted())
  })

  it("is told from what others have there, however old", () => {
    const names = [".cni-ipam.old", ".cni-ipam.7.link.bak", "cni-ipam.7", ".cni-ipam.", "bridge"]
    for (const name of names) leave(name, 10_000)
    mkdirSync(join(folder, ".cni-ipam.8"))
    utimesSync(join(folder, ".cni-ipam.8"), 0, 0)
    install(program, folder)
    for (const name of [...names, ".cni-ipam.8"])
      expect([name, existsSync(join(folder, name))]).toEqual([name, true])
  })
})

it("writes nothing into a program that is there, though an install of its id left a name of it", () => {
  install(program, folder)
  const running = join(root, "running")
  linkSync(join(folder, "host-local"), running)
  linkSync(running, join(folder, `.cni-ipam.${process.pid}`))
  writeFileSync(program, "the next program")
  install(program, folder)
  expect(readFileSync(running, "utf8")).toBe("the program")
  expect(readFileSync(join(folder, "host-local"), "utf8")).toBe("the next program")
})
