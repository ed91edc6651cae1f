/** The versions of the CNI protocol that are spoken here. */
export type CniVersion = "0.1.0" | "0.2.0" | "0.3.0" | "0.3.1" | "0.4.0" | "1.0.0" | "1.1.0"

/** In ascending order. */
export const supportedVersions: readonly CniVersion[] = [
  "0.1.0",
  "0.2.0",
  "0.3.0",
  "0.3.1",
  "0.4.0",
  "1.0.0",
  "1.1.0",
]

/** What an answer says it is when the question does not tell. */
export const currentVersion: CniVersion = "1.1.0"

/** A configuration that names no version is of this one, which knew no other yet. */
export const unnamedVersion: CniVersion = "0.1.0"

export const isSupported = (text: string): text is CniVersion => {
  const texts: readonly string[] = supportedVersions
  return texts.includes(text)
}

type Numbers = readonly [major: number, minor: number, patch: number]

const parse = (text: string): Numbers | undefined => {
  const parts = text.split(".")
  if (parts.length > 3 || !parts.every((part) => /^[0-9]+$/.test(part))) return undefined
  const [major = 0, minor = 0, patch = 0] = parts.map(Number)
  return [major, minor, patch]
}

/** Whether the text is one to three numbers joined with dots; the missing ones count as 0. */
export const isVersion = (text: string): boolean => parse(text) !== undefined

/**
 * Whether version `a` is `b` or newer. Whatever is no version is not.
 *
 * @example
 * isAtLeast("1.0", "0.4.0") // true
 */
export const isAtLeast = (a: string, b: string): boolean => {
  const left = parse(a)
  const right = parse(b)
  if (left === undefined || right === undefined) return false
  const [major, minor, patch] = left
  const [otherMajor, otherMinor, otherPatch] = right
  if (major !== otherMajor) return major > otherMajor
  return minor !== otherMinor ? minor > otherMinor : patch >= otherPatch
}
