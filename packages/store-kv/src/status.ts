/** Whether leases could be read and written now, found out without writing anything. */
import type { StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { ownersFolder, probeKey } from "./index-keys.js"
import type { Site } from "./kit.js"

/** No key of any server has had it: the transaction is refused after rights and quorum were asked. */
const impossible = 1

export const status = (site: Site): TaskEither<StoreError, void> => {
  const { kv, layout, network, until } = site
  const probe = (key: string) =>
    kv.commit([{ _tag: "Put", key, value: "", ifVersion: impossible }], until)
  return pipe(
    kv.read(
      {
        keys: [],
        prefixes: [`${ownersFolder(layout, network)}./`, `${layout.leaseFolder(network)}./`],
        consistent: true,
      },
      until,
    ),
    TE.flatMap(() => probe(probeKey(layout, network))),
    TE.flatMap(() => probe(`${layout.leaseFolder(network)}.probe`)),
    TE.map(() => undefined),
  )
}
