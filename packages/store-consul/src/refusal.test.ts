import { explainStoreError } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { refusal } from "./refusal.js"

const url = "http://a:8500"

describe("an answer that nobody asked for", () => {
  it.each<[status: number, body: unknown, tag: string]>([
    [403, "ACL not found", "Final"],
    [403, "", "Final"],
    [500, "rpc error making call: Permission denied", "Final"],
    [500, "No path to datacenter", "Final"],
    [400, "Bad request", "Final"],
    [404, "<html>", "Final"],
    [413, "too large", "Final"],
    [429, "slow down", "Refused"],
    [500, "No cluster leader", "Unanswered"],
    [502, { not: "a text" }, "Unanswered"],
    [302, "", "Unanswered"],
    [204, "", "Unanswered"],
  ])("%i %j is %s", (status, body, tag) => {
    expect(refusal(url, status, body)._tag).toBe(tag)
  })

  it("is told in one line that names the server, cut to a readable length", () => {
    const error = refusal(url, 400, `a\n  b${"c".repeat(500)}`)
    const said = error._tag === "Final" ? explainStoreError(error.error) : ""
    expect(said).toMatch(/^cannot use http:\/\/a:8500: it answered 400: a bccc/)
    expect(said.length).toBeLessThan(300)
  })
})
