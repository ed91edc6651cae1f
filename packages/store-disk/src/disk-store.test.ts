import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { storeConformance, storeModel } from "@cni-ipam/store-testkit"
import { afterAll } from "vitest"
import { diskStore } from "./disk-store.js"
import { nodeFileSystem } from "./node-file-system.js"

const root = mkdtempSync(join(tmpdir(), "cni-ipam-disk-store-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const open = async (place: string) =>
  diskStore(
    { fs: nodeFileSystem(), dataDir: join(root, place), lockTimeout: 10_000 },
    { node: "n1", warn: () => undefined },
  )

const options = { name: "disk", open, capabilities: { persistent: true } }

storeConformance(options)
storeModel(options)
