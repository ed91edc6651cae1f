import { describe, expect, test } from "vitest"
import { type Claim, leaderByClaims, leaderByVotes } from "./agreed-leader.js"

const [lead, follow, lost] = ["I lead", "I follow", "I know no leader"] as const

describe("servers that say whether they lead", () => {
  const judge = (...says: readonly Claim<number>["says"][]) =>
    leaderByClaims(says.map((one, server) => ({ server, says: one })))

  test("one leads when it alone says so, and most answer", () => {
    expect(judge(follow, lead, follow)).toBe(1)
    expect(judge(undefined, follow, lead)).toBe(2)
    expect(judge(undefined, undefined, lead)).toBeUndefined()
    expect(judge(follow, follow, undefined)).toBeUndefined()
  })

  test("none leads when two say so, or one knows of none", () => {
    expect(judge(lead, follow, lead)).toBeUndefined()
    expect(judge(lead, follow, lost)).toBeUndefined()
  })
})

describe("servers that name who leads", () => {
  const judge = (...names: readonly (string | undefined)[]) =>
    leaderByVotes(
      names.map((one, server) => ({ server, ownName: "abc".charAt(server), names: one })),
    )

  test("one leads when all that answer name it, it among them, and most answer", () => {
    expect(judge("b", "b", "b")).toBe(1)
    expect(judge(undefined, "c", "c")).toBe(2)
    expect(judge(undefined, undefined, "c")).toBeUndefined()
  })

  test("none leads when they disagree, or name one that does not answer", () => {
    expect(judge("a", "b", "b")).toBeUndefined()
    expect(judge("b", "b", "")).toBeUndefined()
    expect(judge(undefined, "a", "a")).toBeUndefined()
    expect(judge("", "", "")).toBeUndefined()
  })
})
