import { describe, expect, it } from "vitest"
import { freeBlocksBeside } from "./free-blocks.js"
import { emptyLedger, formatLedger, listed, made, parseLedger } from "./subnet-ledger.js"
import { cidr } from "./test/cidr.js"

const four = { block: cidr("10.80.0.0/12"), length: 24 }
const six = { block: cidr("fd80::/48"), length: 64 }
const used = [cidr("10.80.1.0/24"), cidr("10.80.4.0/22"), cidr("fd80:0:0:1::/64")]
const ledger = made(
  listed(
    listed(emptyLedger, freeBlocksBeside(four, used), 3),
    freeBlocksBeside(six, used),
    used.length,
  ),
  cidr("10.80.0.0/24"),
)

describe("a ledger of subnets", () => {
  it("is read as it was written", () => {
    expect(parseLedger(formatLedger(ledger))).toEqual(ledger)
    expect(formatLedger(ledger)).toContain('"blocks":"2-3,8-4095"')
    expect(formatLedger(ledger)).not.toBe(formatLedger(ledger))
  })

  it.each(["", "{}", '{"change":"1"}', "null", '{"free":[{"supernet":"x"}]}', '{"subnets":"a"}'])(
    "that says nothing that is understood is an empty one: %j",
    (text) => {
      expect(parseLedger(text)).toEqual(emptyLedger)
    },
  )
})
