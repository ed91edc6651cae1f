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
import { isLeft, isRight, tryCatch } from "fp-ts/lib/Either.js"
import * as TE from "fp-ts/lib/TaskEither.js"

/**
 * @import { Lease, StoreError } from "@cni-ipam/core"
 * @import { Either } from "fp-ts/lib/Either.js"
 */

/** What is wrong with an option is said by its name: this is all there is to do for it. */
const options = { dataDir: PathText, diary: PathText }

/**
 * A store throws nothing: what goes wrong is told in its answer, of which the runtime gets a code and
 * a sentence.
 *
 * @param {string} diary
 * @param {readonly Lease[]} leases
 * @returns {Either<StoreError, void>}
 */
const note = (diary, leases) =>
  tryCatch(
    () => {
      const lines = leases.map(
        (one) => `${formatAddress(one.address)} for ${formatOwner(one.owner)}\n`,
      )
      appendFileSync(diary, lines.join(""))
    },
    (error) => ({ _tag: "Unavailable", operation: "write", subject: diary, reason: `${error}` }),
  )

const withDiary = defineStore(options, ({ dataDir = "leases", diary = "diary" }, context) => {
  const store = diskStore({ fs: nodeFileSystem(), dataDir, lockTimeout: 5000 }, context)
  return TE.right({
    ...store,
    reserve: (reservation) => async () => {
      const outcome = await store.reserve(reservation)()
      if (isLeft(outcome) || outcome.right._tag === "Conflict") return outcome
      const { leases } = outcome.right
      const noted = note(diary, leases)
      if (isRight(noted)) return outcome
      // Who is told of a failure uses no address, so none must stay leased.
      const { network, owner } = reservation
      const addresses = leases.map(({ address }) => address)
      const released = await store.release({ network, owner, addresses })()
      return isLeft(released) ? released : noted
    },
  })
})

process.exitCode = await runPlugin(
  { name: "own-store", version: "1.0.0", defaultStore: "diary", stores: { diary: withDiary } },
  processIo(),
)
