import type { BitPages } from "@cni-ipam/core"
import { address, bytesPerPage, markUsed } from "@cni-ipam/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pageFile } from "./index-files.js"
import { pageDraft } from "./page-draft.js"

const bitsPerPage = bytesPerPage * 8

const family = fc.constantFrom(4 as const, 6 as const)
const addresses = fc.array(
  fc
    .tuple(family, fc.constantFrom(0n, 0x0a00_0000n, 0x7fff_0000n), fc.nat(100_000))
    .map(([family, base, offset]) => address(family, base + BigInt(offset))),
)

/** To compare pages byte by byte takes a test runner very long. */
const textsOf = (pages: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> =>
  new Map([...pages].map(([name, page]) => [name, Buffer.from(page).toString("base64")]))

/** The pages as they are when one address after the other is marked. */
const markedOneByOne = (used: readonly ReturnType<typeof address>[]) => {
  const files = new Map<string, Uint8Array>()
  const pages: BitPages = {
    read: (...page) => files.get(pageFile(...page)),
    write: (family, level, index, page) => {
      files.set(pageFile(family, level, index), page)
    },
  }
  for (const one of used) markUsed(pages, one)
  return textsOf(files)
}

const drafted = (used: readonly ReturnType<typeof address>[]) => {
  const draft = pageDraft()
  used.forEach(draft.add)
  return textsOf(draft.finish())
}

describe("bit pages of very many addresses", () => {
  it("are what they are when each address is marked for itself", () => {
    fc.assert(
      fc.property(addresses, (used) => {
        expect(drafted(used)).toEqual(markedOneByOne(used))
      }),
    )
  })

  it("say above a page that it is full, and only then", () => {
    const page = Array.from({ length: bitsPerPage }, (_, offset) => address(4, BigInt(offset)))
    const full = drafted(page.toReversed())
    expect([...full.keys()].toSorted()).toEqual(["4.0.0", "4.1.0"])
    expect(full).toEqual(markedOneByOne(page))
    expect([...drafted(page.slice(1)).keys()]).toEqual(["4.0.0"])
  })
})
