/** A file system that dies, or refuses, at a chosen call. */
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { FileSystem } from "../file-system.js"

/** As kill -9 does: from this call on nothing happens any more. */
export class Killed extends Error {}

export interface Faulty {
  readonly fs: FileSystem
  readonly calls: () => number
}

type Intervene = (call: number, path: string) => { readonly code: string } | undefined

const intervening = (fs: FileSystem, intervene: Intervene): Faulty => {
  let calls = 0
  const refusal = (path: string) => {
    calls += 1
    const fault = intervene(calls, path)
    return fault === undefined ? undefined : left({ code: fault.code, path })
  }
  /** A listing may break off at any name. */
  const listEach: FileSystem["listEach"] = (path, use) => {
    const names = refusal(path) ?? fs.list(path)
    if (isLeft(names)) return names
    for (const name of names.right) {
      const refused = refusal(path)
      if (refused !== undefined) return refused
      use(name)
    }
    return right(undefined)
  }
  return {
    calls: () => calls,
    fs: {
      read: (path) => refusal(path) ?? fs.read(path),
      readInto: (path, into) => refusal(path) ?? fs.readInto(path, into),
      create: (path, content, mode) => refusal(path) ?? fs.create(path, content, mode),
      write: (path, content, mode) => refusal(path) ?? fs.write(path, content, mode),
      writeByte: (path, offset, byte) => refusal(path) ?? fs.writeByte(path, offset, byte),
      link: (path, newPath) => refusal(newPath) ?? fs.link(path, newPath),
      rename: (path, newPath) => refusal(newPath) ?? fs.rename(path, newPath),
      unlink: (path) => refusal(path) ?? fs.unlink(path),
      list: (path) => refusal(path) ?? fs.list(path),
      listEach,
      status: (path) => refusal(path) ?? fs.status(path),
      sync: (path) => refusal(path) ?? fs.sync(path),
      mayAdd: (path) => refusal(path) ?? fs.mayAdd(path),
      setModified: (path, seconds) => refusal(path) ?? fs.setModified(path, seconds),
      makeDirectory: (path) => refusal(path) ?? fs.makeDirectory(path),
      removeDirectory: (path) => refusal(path) ?? fs.removeDirectory(path),
      tryLock: (path) => refusal(path) ?? fs.tryLock(path),
      waitForLock: (path, timeoutMs) => refusal(path) ?? fs.waitForLock(path, timeoutMs),
    },
  }
}

export const countingCalls = (fs: FileSystem): Faulty => intervening(fs, () => undefined)

export const killedAt = (fs: FileSystem, call: number): Faulty =>
  intervening(fs, (current) => {
    if (current >= call) throw new Killed()
    return undefined
  })

export const refusingAt = (fs: FileSystem, call: number, code: string): Faulty =>
  intervening(fs, (current) => (current === call ? { code } : undefined))
