/** Whether leases could be read and written now, found out without writing anything. */
import type { StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { ownersFolder, probeKey } from "./index-keys.js"
import type { Site } from "./kit.js"

/** No key of any server has had it: the transaction is refused after rights and quorum were asked. */
const impossible = 1

/** Of the probe it is known what was done: nothing, whoever answers or does not. */
const unwritable =
  (folder: string) =>
  (error: StoreError): StoreError =>
    error._tag === "Uncertain"
      ? { _tag: "Unavailable", operation: "write to", subject: folder, reason: error.reason }
      : error

export const status = (site: Site): TaskEither<StoreError, void> => {
  const { kv, layout, network, until } = site
  const leaseFolder = layout.leaseFolder(network)
  const probe = (folder: string, key: string) =>
    pipe(
      kv.commit([{ _tag: "Put", key, value: "", ifVersion: impossible }], until),
      TE.mapLeft(unwritable(folder)),
    )
  return pipe(
    kv.read(
      {
        keys: [],
        prefixes: [`${ownersFolder(layout, network)}./`, `${leaseFolder}./`],
        consistent: true,
      },
      until,
    ),
    TE.flatMap(() => probe(layout.index, probeKey(layout, network))),
    TE.flatMap(() => probe(leaseFolder, `${leaseFolder}.probe`)),
    TE.map(() => undefined),
  )
}
