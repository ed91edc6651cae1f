/** JSON.parse as a value: the engine's complaint on the left. */
import type { Either } from "fp-ts/lib/Either.js"
import { left, right } from "fp-ts/lib/Either.js"

export const parseJson = (text: string): Either<string, unknown> => {
  try {
    return right(JSON.parse(text))
  } catch (error) {
    return left(error instanceof Error ? error.message : String(error))
  }
}
