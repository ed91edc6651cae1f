/** Options that are right one by one, and cannot be together. */
import type { DecodeError } from "./decode.js"

/**
 * An option that does not fit the others.
 *
 * @param path of the field
 *
 * @example misfit("timeout", "must be more than 0 milliseconds")
 */
export const misfit = (path: string, message: string): DecodeError => ({
  _tag: "Decode",
  path,
  expected: "an option that fits the others",
  // Whatever it is: it may be a password.
  found: "one that does not",
  isMissing: false,
  message,
})
