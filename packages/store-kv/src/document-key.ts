/** Where a document is kept: under its path, whose segments cannot break out of it. */
import type { StoreError } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { documentsFolder } from "./index-keys.js"
import { segmentOf } from "./key-segment.js"
import type { Layout } from "./layout.js"

export const documentKey = (
  layout: Layout,
  segments: readonly string[],
): E.Either<StoreError, string> =>
  pipe(
    segments,
    E.traverseArray((segment) => segmentOf("document", segment)),
    E.map((all) => `${documentsFolder(layout)}${all.join("/")}`),
  )
