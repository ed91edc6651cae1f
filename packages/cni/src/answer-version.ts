/** The version that an answer says it is written in. */
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, getOrElse } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { CniVersion } from "./cni-version.js"
import {
  currentVersion,
  isSupported,
  isVersion,
  supportedVersions,
  unnamedVersion,
} from "./cni-version.js"
import type { Input, InputError } from "./input.js"
import { declaredVersion } from "./input.js"

const declaredOr = (input: Either<InputError, Input>, missing: string): string =>
  pipe(
    input,
    flatMap(declaredVersion),
    getOrElse((): string | undefined => currentVersion),
  ) ?? missing

/**
 * What an error says: the version of the configuration, if that can be read and is spoken here.
 *
 * @example
 * errorVersion(readInput(io)) // "1.0.0"
 */
export const errorVersion = (input: Either<InputError, Input>): CniVersion => {
  const declared = declaredOr(input, unnamedVersion)
  return isSupported(declared) ? declared : currentVersion
}

/**
 * The answer to VERSION, which repeats whatever version it was asked in.
 *
 * @example
 * versionAnswer(readInput(io)) // {"cniVersion":"1.0.0","supportedVersions":["0.1.0",…]}\n
 */
export const versionAnswer = (input: Either<InputError, Input>): string => {
  const declared = declaredOr(input, currentVersion)
  const cniVersion = isVersion(declared) ? declared : currentVersion
  return `${JSON.stringify({ cniVersion, supportedVersions })}\n`
}
