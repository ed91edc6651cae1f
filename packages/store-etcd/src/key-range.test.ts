import { expect, it } from "vitest"
import { endOf, startOf, successorOf } from "./key-range.js"

it("ends a prefix before the next key that does not begin with it", () => {
  expect(endOf(Buffer.from("a/"))).toEqual(Buffer.from("a0"))
  expect(endOf(Buffer.of(0x61, 0xff, 0xff))).toEqual(Buffer.of(0x62))
})

it("ends what has no end where etcd's keys end", () => {
  expect(endOf(Buffer.of())).toEqual(Buffer.of(0))
  expect(endOf(Buffer.of(0xff))).toEqual(Buffer.of(0))
})

it("begins with the first key there can be if there is no prefix", () => {
  expect(startOf(Buffer.of())).toEqual(Buffer.of(0))
  expect(startOf(Buffer.from("a"))).toEqual(Buffer.from("a"))
})

it("leaves no room between a key and its successor", () => {
  expect(successorOf(Buffer.from("a"))).toEqual(Buffer.from("a\0"))
})
