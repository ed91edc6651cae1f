import type { Address, Owner } from "@cni-ipam/core"
import { address, formatAddress } from "@cni-ipam/core"
import fc from "fast-check"
import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { ownerHashes } from "./owner-hashes.js"
import { ownerFile } from "./paths.js"
import { findInRoster, hashOf, rosterFile } from "./roster.js"
import type { Roster } from "./roster-draft.js"
import { rosterDraft } from "./roster-draft.js"
import { textOf } from "./text.js"

const owner = (n: number, ifname = "eth0"): Owner => ({ containerId: `container-${n}`, ifname })

const rosterOf = (leases: readonly (readonly [Owner, Address])[]): Roster => {
  const draft = rosterDraft()
  for (const [owner, address] of leases) draft.add(ownerHashes(owner), address)
  return draft.finish()
}

const filesOf = (roster: Roster): ReadonlyMap<string, string> => {
  const files = new Map<string, string>()
  roster.eachFile((name, content) => right(files.set(name, textOf(content))))
  return files
}

const found = (text: string | undefined, owner: Owner): readonly string[] =>
  findInRoster(text ?? "", owner).map(formatAddress)

const lease = fc
  .tuple(
    fc.nat(300),
    fc.constantFrom("eth0", "net1", ""),
    fc.boolean(),
    fc.bigInt(0n, 2n ** 32n - 1n),
  )
  .map(([n, ifname, isLong, value]): readonly [Owner, Address] => [
    owner(n, ifname),
    isLong ? address(6, (value << 96n) | value) : address(4, value),
  ])

describe("a roster", () => {
  it("has all that an owner holds in the file of its container, in memory and as it is written", () => {
    fc.assert(
      fc.property(fc.array(lease, { maxLength: 600, size: "max" }), (leases) => {
        const roster = rosterOf(leases)
        const files = filesOf(roster)
        for (const [one] of leases) {
          const expected = leases
            .filter(([other]) => ownerFile(other) === ownerFile(one))
            .map(([, held]) => formatAddress(held))
          expect(found(roster.textFor(one), one)).toEqual(expected)
          expect(found(files.get(rosterFile(hashOf(one.containerId), roster.size)), one)).toEqual(
            expected,
          )
        }
        expect([...files.values()].join("").split("\n")).toHaveLength(leases.length + 1)
      }),
      { numRuns: 30 },
    )
  })

  it("has no file without lines, and knows which it has", () => {
    const roster = rosterOf([1, 2, 3].map((n) => [owner(n), address(4, BigInt(n))]))
    expect([...filesOf(roster).keys()]).toEqual(["0"])
    expect(["0", "00", "1", "-1", "", "x", "0 "].filter(roster.hasFile)).toEqual(["0"])
    expect(filesOf(rosterOf([]))).toEqual(new Map())
    expect(rosterOf([]).hasFile("0")).toBe(false)
    const large = rosterOf(
      Array.from({ length: 1000 }, (_, n) => [owner(n), address(4, BigInt(n))] as const),
    )
    expect(large.size).toBe(8)
    expect([...filesOf(large).keys()].every(large.hasFile)).toBe(true)
    expect(large.hasFile("8")).toBe(false)
  })

  it("tells whose records are of somebody, long names and odd ones included", () => {
    const owners = [
      owner(1),
      owner(2, ""),
      owner(3, "a:b"),
      { containerId: "é/".repeat(90), ifname: "e" },
    ]
    const roster = rosterOf(owners.map((one, n) => [one, address(4, BigInt(n))]))
    const others = [
      owner(1, "eth1"),
      owner(2),
      owner(4),
      { containerId: "é/".repeat(91), ifname: "e" },
    ]
    expect(owners.map(ownerFile).filter(roster.hasOwnerOf)).toEqual(owners.map(ownerFile))
    expect(others.map(ownerFile).filter(roster.hasOwnerOf)).toEqual([])
  })

  it("stops at the first file that cannot be written", () => {
    const leases = Array.from(
      { length: 1000 },
      (_, n) => [owner(n), address(4, BigInt(n))] as const,
    )
    const told: string[] = []
    const stopped = rosterOf(leases).eachFile((name) => {
      told.push(name)
      return told.length < 3 ? right(undefined) : left("ENOSPC")
    })
    expect(stopped).toEqual(left("ENOSPC"))
    expect(told).toEqual(["0", "1", "2"])
  })
})
