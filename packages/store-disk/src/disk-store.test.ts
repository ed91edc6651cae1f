import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { storeConformance, storeModel } from "@cni-ipam/store-testkit"
import { right } from "fp-ts/lib/Either.js"
import { afterAll } from "vitest"
import { diskStore } from "./disk-store.js"
import type { FileSystem } from "./file-system.js"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import { nodeFileSystem } from "./node-file-system.js"

const root = mkdtempSync(join(tmpdir(), "cni-ipam-disk-store-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const openOn = (fs: FileSystem) => async (place: string) =>
  diskStore(
    { fs, dataDir: join(root, place), lockTimeout: 10_000 },
    { node: "n1", warn: () => undefined },
  )

const capabilities = { persistent: true, viewAndReserve: true }

storeConformance({ name: "disk", open: openOn(nodeFileSystem()), capabilities })

/** One call after the other needs no lock, and to start the command that locks takes its time. */
const lonely = fileSystemOf(nodeCalls(() => right(true)))
storeModel({ name: "disk", open: openOn(lonely), capabilities })
