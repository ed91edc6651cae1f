/** What a reservation wants to find among the documents, which have a lock of their own. */
import type { DocumentKey, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { map } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { isNone } from "fp-ts/lib/Option.js"
import { readDocument } from "./document-files.js"
import { documentsFolder } from "./paths.js"
import type { Session } from "./session.js"

export const isMissing = (
  { fs, paths }: Session,
  required: DocumentKey,
): Either<StoreError, boolean> =>
  pipe(readDocument(fs, documentsFolder(paths.dataDir))(required), map(isNone))
