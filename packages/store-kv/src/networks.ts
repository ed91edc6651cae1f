/** The networks of a store: those that ever had a lease made by it, and those that have others'. */
import type { StoreError } from "@cni-ipam/core"
import { sequenceS } from "fp-ts/lib/Apply.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { Deadline } from "./deadline.js"
import { networksFolder } from "./index-keys.js"
import { nameOf } from "./key-segment.js"
import type { Kit } from "./kit.js"

/** Folders only, and those not that are ours. */
const folderNames = (children: readonly string[]): readonly string[] =>
  children.flatMap((child) => {
    const name =
      child.endsWith("/") && !child.startsWith(".") ? nameOf(child.slice(0, -1)) : undefined
    return name === undefined ? [] : [name]
  })

export const networks = (
  { kv, layout }: Kit,
  until: Deadline,
): TaskEither<StoreError, readonly string[]> =>
  pipe(
    sequenceS(TE.ApplyPar)({
      known: kv.children(networksFolder(layout), until),
      others: layout.networks === undefined ? TE.right([]) : kv.children(layout.networks, until),
    }),
    TE.map(({ known, others }) =>
      [...new Set([...folderNames(known), ...folderNames(others)])].sort(),
    ),
  )
