import type { Store } from "@cni-ipam/core"
import { memoryStore } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { metricsOf } from "./metrics.js"
import { testDriver } from "./test/driver.js"

const samplesOf = (text: string): readonly string[] =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))

describe("the figures for Prometheus", () => {
  it("tell of no pools, rather than of 0, while the store cannot be read", async () => {
    const store = memoryStore()
    await testDriver(store).pool("a")
    let isDown = false
    const list: Store["documents"]["list"] = (folder) =>
      isDown
        ? TE.left({ _tag: "Unavailable", operation: "read", subject: "memory", reason: "down" })
        : store.documents.list(folder)
    const documents = { ...store.documents, list }
    const metrics = metricsOf({ ...store, documents }, "n1")
    const up = [
      "kontena_ipam_store_up 1",
      "kontena_ipam_pools 1",
      'kontena_ipam_pool_used_addresses{pool="a"} 0',
      'kontena_ipam_pool_free_addresses{pool="a"} 253',
    ]
    expect(samplesOf(await metrics.text())).toEqual(up)
    isDown = true
    expect(samplesOf(await metrics.text())).toEqual(["kontena_ipam_store_up 0"])
    isDown = false
    expect(samplesOf(await metrics.text())).toEqual(up)
  })
})
