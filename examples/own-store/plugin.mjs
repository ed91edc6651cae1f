#!/usr/bin/env node
/**
 * A CNI plugin whose store is not one of ours: here one that writes down what it leases.
 *
 *     "ipam": { "type": "own-store", "diary": "/var/log/leases", "dataDir": …, "subnet": … }
 *
 * A store is an object of the dozen functions of core's `Store`. This one is made of another; one
 * that is written anew is tested with `@cni-ipam/store-testkit`, and named in the table all the same.
 */
import { appendFileSync } from "node:fs"
import { processIo, runPlugin } from "@cni-ipam/cni"
import { defineStore, formatAddress, formatOwner, PathText } from "@cni-ipam/core"
import { diskStore, nodeFileSystem } from "@cni-ipam/store-disk"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"

/** What is wrong with an option is said by its name: this is all there is to do for it. */
const options = { dataDir: PathText, diary: PathText }

const withDiary = defineStore(options, ({ dataDir = "leases", diary = "diary" }, context) => {
  const store = diskStore({ fs: nodeFileSystem(), dataDir, lockTimeout: 5000 }, context)
  return TE.right({
    ...store,
    reserve: (reservation) =>
      pipe(
        store.reserve(reservation),
        TE.tapIO((outcome) => () => {
          if (outcome._tag === "Conflict") return
          for (const { address, owner } of outcome.leases)
            appendFileSync(diary, `${formatAddress(address)} for ${formatOwner(owner)}\n`)
        }),
      ),
  })
})

process.exitCode = await runPlugin(
  { name: "own-store", version: "1.0.0", defaultStore: "diary", stores: { diary: withDiary } },
  processIo(),
)
