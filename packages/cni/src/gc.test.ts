import type { Store, StoreError } from "@cni-ipam/core"
import { leases, memoryStore } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

const key = "cni.dev/valid-attachments"
const quiet = { exitCode: 0, output: "", errors: "" }

/** A store of several nodes, in which c1, c2 and c3 hold addresses on this one, and c4 does not. */
const populated = async (): Promise<Store> => {
  const store = { ...memoryStore(), isShared: true }
  const plugin = memoryPlugin(store)
  for (const [containerId, node] of [["c1"], ["c2"], ["c3"], ["c4", "elsewhere"]])
    await call(plugin, "ADD", config({}, { node }), { env: { CNI_CONTAINERID: containerId } })
  return store
}

const holders = async (store: Store) => {
  const all = await leases(store)("lan")()
  return all._tag === "Right" ? all.right.leases.map(({ owner }) => owner.containerId) : all.left
}

describe("GC", () => {
  it.each([
    ["keeps what is valid", [{ containerID: "c2", ifname: "eth0" }], ["c2", "c4"]],
    [
      "takes another interface for another attachment",
      [{ containerID: "c2", ifname: "eth1" }],
      ["c4"],
    ],
    ["frees all of this node for an empty list", [], ["c4"]],
    ["frees all of this node for a list that is null", null, ["c4"]],
  ])("%s, and says nothing", async (_, valid, remaining) => {
    const store = await populated()
    expect(await call(memoryPlugin(store), "GC", config({ [key]: valid }))).toMatchObject(quiet)
    expect(await holders(store)).toEqual(remaining)
  })

  it("frees whatever is not valid in a store of this node alone", async () => {
    const store = { ...(await populated()), isShared: false }
    expect(await call(memoryPlugin(store), "GC", config({ [key]: [] }))).toMatchObject(quiet)
    expect(await holders(store)).toEqual([])
  })

  it("frees nothing where no list is sent", async () => {
    const store = await populated()
    const collected = await call(memoryPlugin(store), "GC", config())
    expect(collected).toMatchObject({ exitCode: 1, answer: { code: 7 } })
    expect(await holders(store)).toHaveLength(4)
  })

  it("needs no ranges: the runtime names them for each container", async () => {
    const store = await populated()
    const input = config({ [key]: [] }, { ranges: [] })
    expect(await call(memoryPlugin(store), "GC", input)).toMatchObject(quiet)
  })

  it("is not for versions before 1.1.0", async () => {
    const collected = await call(memoryPlugin(), "GC", config({ cniVersion: "1.0.0", [key]: [] }))
    expect(collected.answer).toMatchObject({ code: 1, msg: "config version does not allow GC" })
  })

  it("goes on after a failure, and reports it at the end", async () => {
    const store = await populated()
    const error: StoreError = {
      _tag: "Unavailable",
      operation: "remove",
      subject: "x",
      reason: "EIO",
    }
    const release: Store["release"] = (query) =>
      query.owner.containerId === "c1" ? TE.left(error) : store.release(query)
    const plugin = memoryPlugin({ ...store, release })
    expect(await call(plugin, "GC", config({ [key]: [] }))).toMatchObject({
      exitCode: 1,
      answer: {
        code: 5,
        msg: "could not release the leases of 1 owner",
        details: "c1 (eth0): cannot remove x: EIO",
      },
    })
    expect(await holders(store)).toEqual(["c1", "c4"])
  })

  it("logs what it mended and freed, and fails for what it could not read", async () => {
    const store = await populated()
    const repair: Store["repair"] = () => TE.right(["10.0.0.9 was empty and is free again"])
    const unread: Store["leases"] = (query) =>
      pipe(
        store.leases(query),
        TE.map((page) => ({ ...page, problems: ["10.0.0.8 cannot be read"] })),
      )
    const plugin = memoryPlugin({ ...store, repair, leases: unread })
    const input = config({ [key]: [] }, { logLevel: "info", logFile: "/log" })
    const { files, exitCode, output } = await call(plugin, "GC", input)
    expect(exitCode).toBe(1)
    expect(output).toContain('"details": "10.0.0.8 cannot be read"')
    expect(files.get("/log")).toContain("warn host-local 10.0.0.9 was empty and is free again\n")
    expect(files.get("/log")).toContain("info host-local released 10.0.0.2 of c1 (eth0)\n")
  })
})
