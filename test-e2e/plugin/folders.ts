/** Folders of a test's own, which are gone when it is over. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, onTestFinished } from "vitest"

const create = () => mkdtemp(join(tmpdir(), "cni-ipam-e2e-"))
const remove = (folder: string) => rm(folder, { recursive: true, force: true })

/** To be called inside a test; the folder lasts until that test ends. */
export const folderForTest = async (): Promise<string> => {
  const folder = await create()
  onTestFinished(() => remove(folder))
  return folder
}

/** To be called outside of tests, at the top of a test file or in a `describe`. */
export const folderForFile = async (): Promise<string> => {
  const folder = await create()
  afterAll(() => remove(folder))
  return folder
}
