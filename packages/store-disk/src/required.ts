/** What a reservation wants to find among the documents, which have a lock of their own. */
import type { Reservation, ReserveOutcome, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { isSome } from "fp-ts/lib/Option.js"
import { readDocument } from "./document-files.js"
import { documentsFolder } from "./paths.js"
import type { WorkplaceOptions } from "./workplace.js"

/** Reserves, if the document is there that the reservation requires. */
export const ifRequiredIsThere = (
  { fs, dataDir }: Pick<WorkplaceOptions, "fs" | "dataDir">,
  { requires }: Reservation,
  reserve: () => Either<StoreError, ReserveOutcome>,
): Either<StoreError, ReserveOutcome> =>
  requires === undefined
    ? reserve()
    : pipe(
        readDocument(fs, documentsFolder(dataDir))(requires),
        flatMap((found) =>
          isSome(found)
            ? reserve()
            : right({ _tag: "Conflict", taken: [], ownerChanged: false, missing: requires }),
        ),
      )
