import type { StoreError } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { expect, it } from "vitest"
import type { Kv } from "./kv.js"
import { kvStore } from "./kv-store.js"
import { memoryServer } from "./test/memory-kv.js"
import { plainLayout } from "./test/plain-layout.js"

const statusOf = async (commit: (key: string) => ReturnType<Kv["commit"]>) => {
  const { kv } = memoryServer()
  const store = kvStore(
    { ...kv, commit: (steps) => commit(steps[0]?.key ?? "") },
    plainLayout,
    { timeout: 1000 },
    { node: "n1", warn: () => undefined },
  )
  const found = await store.status("lan")()
  return found._tag === "Right" ? "ready" : explainStoreError(found.left)
}

const refused = TE.right({ _tag: "Refused", keys: [] } as const)
const lost = (subject: string): TE.TaskEither<StoreError, never> =>
  TE.left({ _tag: "Uncertain", operation: "write", subject, reason: "no answer within 500 ms" })

it("is ready where a write that is impossible is refused", async () => {
  expect(await statusOf(() => refused)).toBe("ready")
})

it("does not wonder whether its probe was written, because it never is", async () => {
  expect(await statusOf(lost)).toBe("cannot write to .index/: no answer within 500 ms")
  const leases = (key: string) => (key.startsWith("lan/") ? lost(key) : refused)
  expect(await statusOf(leases)).toBe("cannot write to lan/: no answer within 500 ms")
})
