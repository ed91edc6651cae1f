/**
 * What is kept of all subnets together, in the document that every change of them rewrites: so of
 * two changes that are made at once one is made after the other, and where there is room for another
 * subnet is known without listing those there are.
 *
 * It may be lost, and it does not know of subnets that others write: what it says is looked at before
 * it is relied upon, and where it says too little all subnets are listed.
 */
import type { Cidr } from "@cni-ipam/core"
import {
  arrayOf,
  CidrText,
  decode,
  formatCidr,
  Integer,
  object,
  parseJson,
  Text,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { FreeBlocks, Run } from "./free-blocks.js"
import { nothingTold, withoutSubnet, withSubnet } from "./free-blocks.js"
import type { Supernet } from "./kit.js"

export interface SubnetLedger {
  /** How many subnets there are, as far as is known. */
  readonly count: number
  /** For each supernet and length that anybody has asked for. */
  readonly free: readonly FreeBlocks[]
}

export const emptyLedger: SubnetLedger = { count: 0, free: [] }

const isSame = (a: Supernet, b: Supernet): boolean =>
  a.length === b.length && formatCidr(a.block) === formatCidr(b.block)

export const freeIn = ({ free }: SubnetLedger, supernet: Supernet): FreeBlocks =>
  free.find((one) => isSame(one.supernet, supernet)) ?? nothingTold(supernet)

/** All subnets were listed. */
export const listed = (ledger: SubnetLedger, free: FreeBlocks, count: number): SubnetLedger => ({
  count,
  free: [...ledger.free.filter((one) => !isSame(one.supernet, free.supernet)), free],
})

/** Somebody else was found to have these. */
export const found = (ledger: SubnetLedger, subnets: readonly Cidr[]): SubnetLedger => ({
  ...ledger,
  free: ledger.free.map((free) => subnets.reduce(withoutSubnet, free)),
})

export const made = (ledger: SubnetLedger, subnet: Cidr): SubnetLedger => ({
  ...found(ledger, [subnet]),
  count: ledger.count + 1,
})

export const removed = (ledger: SubnetLedger, subnet: Cidr): SubnetLedger => ({
  count: ledger.count - 1,
  free: ledger.free.map((free) => withSubnet(free, subnet)),
})

const FreeJson = object({ supernet: CidrText, length: Integer, blocks: Text, end: Text }, {})
const LedgerJson = object({}, { subnets: Integer, free: arrayOf(FreeJson, "supernets") })

const formatRun = ({ first, last }: Run): string =>
  first === last ? `${first}` : `${first}-${last}`

const runsIn = (text: string): readonly Run[] =>
  text.split(",").flatMap((one) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(one) ?? []
    return first === undefined || last === undefined
      ? []
      : [{ first: BigInt(first), last: BigInt(last) }]
  })

/** No two texts are alike, so that whoever finds one knows that this very write was made. */
export const formatLedger = ({ count, free }: SubnetLedger): string =>
  JSON.stringify({
    change: crypto.randomUUID(),
    subnets: count,
    free: free.map(({ supernet, runs, end }) => ({
      supernet: formatCidr(supernet.block),
      length: supernet.length,
      blocks: runs.map(formatRun).join(),
      end: `${end}`,
    })),
  })

/** Of a text that says something else nothing is known: what it should say is found anew. */
export const parseLedger = (text: string): SubnetLedger =>
  pipe(
    parseJson(text),
    E.flatMap((json) => decode(LedgerJson)(json)),
    E.match(
      () => emptyLedger,
      ({ subnets = 0, free = [] }) => ({
        count: subnets,
        free: free.flatMap(({ supernet, length, blocks, end }) =>
          /^-?\d+$/.test(end)
            ? [{ supernet: { block: supernet, length }, runs: runsIn(blocks), end: BigInt(end) }]
            : [],
        ),
      }),
    ),
  )
