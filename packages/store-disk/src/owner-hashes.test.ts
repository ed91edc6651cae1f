import type { Owner } from "@cni-ipam/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatLeaseFile, parseLeaseFile } from "./lease-file.js"
import { hashesInFile, ownerHashes } from "./owner-hashes.js"
import { bytesOf } from "./text.js"

const bytes = fc.array(
  fc.oneof(fc.constantFrom(..."aZ09-._:~% \t\r\n\0\x7f", "\r\n", "\ufeff", "é"), fc.string()),
  { maxLength: 12 },
)

const name = fc.stringMatching(/^[a-zA-Z0-9._-]{1,80}$/)

describe("the hashes of the owner in a lease file", () => {
  it("are those of the owner whom the file names, whatever is in it", () => {
    fc.assert(
      fc.property(bytes, (texts) => {
        const content = bytesOf(texts.join(""))
        const owner = parseLeaseFile(content)
        expect(hashesInFile(content)).toEqual(
          owner._tag === "Some" ? ownerHashes(owner.value) : undefined,
        )
      }),
      { numRuns: 2000 },
    )
  })

  it("are those of its owner where the names are plain", () => {
    fc.assert(
      fc.property(name, fc.oneof(name, fc.constant("")), (containerId, ifname) => {
        const owner: Owner = { containerId, ifname }
        expect(hashesInFile(formatLeaseFile(owner))).toEqual(ownerHashes(owner))
      }),
    )
  })

  it("are none where the file names nobody", () => {
    for (const content of ["", "a\r\neth0\r\nb", "a\0", "\0\0", " ", "a b".repeat(2000)])
      expect(hashesInFile(bytesOf(content))).toBeUndefined()
  })

  it("are kept apart by the interface, and have the container in common", () => {
    const [one, other] = ["eth0", "eth1"].map((ifname) => ownerHashes({ containerId: "a", ifname }))
    expect(one?.container).toBe(other?.container)
    expect(one?.record).not.toBe(other?.record)
  })
})
