/** Who may keep what they hold: the `cni.dev/valid-attachments` of a GC. */
import type { DecodeError, Owner } from "@cni-ipam/core"
import { arrayOf, decode, object, Text } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { left, map } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Input } from "./input.js"

/** Without the list nobody knows what is valid, and nothing may be freed. */
export type MissingAttachments = { readonly _tag: "MissingAttachments" }

/** libcni sends the same list under both names; the second one is the specification's slip. */
const keys: readonly string[] = ["cni.dev/valid-attachments", "cni.dev/attachments"]

const Attachments = arrayOf(object({ containerID: Text, ifname: Text }, {}), "attachments")

/**
 * Reads the list (CNI 1.1.0, "GC"). An empty one is meaningful, and Go writes it as null.
 *
 * @example
 * readValidAttachments({ "cni.dev/valid-attachments": [{ containerID: "web-1", ifname: "eth0" }] })
 */
export const readValidAttachments = (
  input: Input,
): Either<MissingAttachments | DecodeError, readonly Owner[]> => {
  const key = keys.find((name) => Object.hasOwn(input, name))
  if (key === undefined) return left({ _tag: "MissingAttachments" })
  return pipe(
    decode(object({}, { [key]: Attachments }))(input),
    map((decoded) =>
      (decoded[key] ?? []).map(({ containerID, ifname }) => ({ containerId: containerID, ifname })),
    ),
  )
}

export const explainMissingAttachments = (): string => `${keys[0]} is missing: nothing was freed`
