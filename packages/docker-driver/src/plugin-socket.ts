/**
 * The socket by which Docker finds a plugin. It appears when somebody listens, in the place of one
 * that a killed driver may have left, and is gone when nobody does.
 */
import { mkdirSync, renameSync, rmSync, statSync } from "node:fs"
import type { Server } from "node:http"
import { join } from "node:path"

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino

const listening = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(path, resolve)
  })

/** @returns what removes it, unless another driver has come in its place. */
export const listenOnSocket = async (
  server: Server,
  folder: string,
  name: string,
): Promise<() => void> => {
  mkdirSync(folder, { recursive: true })
  // Docker takes every file for a plugin that ends so.
  const path = join(folder, `${name}.sock`)
  const draft = join(folder, `.${name}.${process.pid}`)
  rmSync(draft, { force: true })
  await listening(server, draft)
  const own = inodeOf(draft)
  renameSync(draft, path)
  return () => {
    if (inodeOf(path) === own) rmSync(path, { force: true })
  }
}
