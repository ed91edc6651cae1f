import { left, right } from "fp-ts/lib/Either.js"
import { afterEach, beforeEach, expect, it } from "vitest"
import { fileSystemOf } from "./file-system-of.js"
import { nodeCalls } from "./node-calls.js"
import type { Place } from "./test/place.js"
import { newPlace } from "./test/place.js"

const real = fileSystemOf(nodeCalls(() => right(true)))
const immutable = (path: string) => ({
  ...real,
  mayAdd: (asked: string) =>
    asked === path ? left({ code: "EPERM", path: asked }) : real.mayAdd(asked),
})

let place: Place
beforeEach(() => {
  place = newPlace()
})
afterEach(() => place.destroy())

it("a network whose directory takes no names is not ready", async () => {
  await place.add("a")
  const subject = `${place.dataDir}/lan`
  expect(await place.storeOn(immutable(subject)).status("lan")()).toEqual(
    left({ _tag: "Unavailable", operation: "write", subject, reason: "EPERM" }),
  )
  expect(await place.store.status("lan")()).toEqual(right(undefined))
})

it("nor is one that would have to be made where nothing can be", async () => {
  const subject = place.dataDir
  expect(await place.storeOn(immutable(subject)).status("lan")()).toMatchObject({
    left: { subject, reason: "EPERM" },
  })
})
