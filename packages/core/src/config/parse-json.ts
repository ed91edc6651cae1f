/** JSON.parse as a value: the engine's complaint on the left. */
import type { Either } from "fp-ts/lib/Either.js"
import { tryCatch } from "fp-ts/lib/Either.js"

export const parseJson = (text: string): Either<string, unknown> =>
  tryCatch(
    (): unknown => JSON.parse(text),
    (error) => (error instanceof Error ? error.message : String(error)),
  )
