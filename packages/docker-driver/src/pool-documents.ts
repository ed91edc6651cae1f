/** The documents of pools: what is read of them, and the changes that are made together. */
import type {
  Cidr,
  Document,
  DocumentChange,
  DocumentKey,
  Documents,
  StoreError,
} from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { fromNullable, map, none, some } from "fp-ts/lib/Option.js"
import { getEq } from "fp-ts/lib/ReadonlyArray.js"
import * as text from "fp-ts/lib/string.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DockerPool } from "./docker-pool.js"
import type { PoolUse } from "./pool-json.js"
import {
  formatPool,
  formatSubnet,
  formatUse,
  parsePool,
  parseSubnet,
  parseUse,
} from "./pool-json.js"
import type { PoolName } from "./pool-name.js"
import { poolId, poolNameOf } from "./pool-name.js"
import { subnetsOverlap } from "./subnet.js"
import { overlapQuery, subnetKey, subnetsFolder } from "./subnet-keys.js"
import type { SubnetLedger } from "./subnet-ledger.js"
import { emptyLedger, formatLedger, parseLedger } from "./subnet-ledger.js"

const poolKey = (name: PoolName): DocumentKey => ["pools", poolId(name)]
const usersFolder = (name: PoolName): readonly string[] => ["pool-nodes", poolId(name)]
/** Of what the store says as long as the node uses the pool. */
export const useKey = (name: PoolName, node: string): DocumentKey => [
  "pool-nodes",
  poolId(name),
  node,
]
const ledgerKey: DocumentKey = [subnetsFolder]

/** The use of a node that does not use the pool has no requests. */
export interface PoolView extends PoolUse {
  readonly pool: { readonly value: DockerPool; readonly document: Document } | undefined
  readonly use: Option<Document>
  readonly ledger: { readonly value: SubnetLedger; readonly document: Option<Document> }
}

const textOf = (key: DocumentKey): string => key.join("/")

const sameKey = getEq(text.Eq)

const among =
  (all: readonly Document[]) =>
  (key: DocumentKey): Option<Document> =>
    fromNullable(all.find((one) => sameKey.equals(one.key, key)))

/** All that a request for a pool has to know of it, in one request. */
export const readPool =
  (documents: Documents, node: string) =>
  (name: PoolName): TaskEither<StoreError, PoolView> => {
    const keys = { pool: poolKey(name), use: useKey(name, node) }
    return pipe(
      documents.find({ keys: [keys.pool, keys.use, ledgerKey], beginnings: [] }),
      TE.flatMapEither((found) => {
        const find = among(found)
        const [pool, use, ledger] = [find(keys.pool), find(keys.use), find(ledgerKey)]
        return pipe(
          E.Do,
          E.bind("pool", () =>
            pool._tag === "None"
              ? E.right(undefined)
              : pipe(
                  parsePool(name, textOf(pool.value.key))(pool.value.value),
                  E.map((value) => ({ value, document: pool.value })),
                ),
          ),
          E.bind("count", () =>
            use._tag === "None"
              ? E.right({ requests: 0, isGuessed: false })
              : parseUse(textOf(use.value.key), use.value.value),
          ),
          E.map(({ pool: read, count }) => ({
            ...count,
            pool: read,
            use,
            ledger: {
              value: ledger._tag === "None" ? emptyLedger : parseLedger(ledger.value.value),
              document: ledger,
            },
          })),
        )
      }),
    )
  }

const parseAll: (found: readonly Document[]) => E.Either<StoreError, readonly Cidr[]> =
  E.traverseArray(({ key, value }) => parseSubnet(textOf(key), value))

/** Of all pools of all nodes, in one listing. */
export const listSubnets = (documents: Documents): TaskEither<StoreError, readonly Cidr[]> =>
  pipe(documents.list([subnetsFolder]), TE.flatMapEither(parseAll))

/** The subnets that overlap this one, found without listing any others. */
export const overlapping =
  (documents: Documents) =>
  (subnet: Cidr): TaskEither<StoreError, readonly Cidr[]> =>
    pipe(
      documents.find(overlapQuery(subnet)),
      TE.flatMapEither(parseAll),
      TE.map((found) => found.filter((one) => subnetsOverlap(one, subnet))),
    )

/** The nodes that use the pool. */
export const listUsers = (
  documents: Documents,
  name: PoolName,
): TaskEither<StoreError, readonly string[]> =>
  pipe(
    documents.list(usersFolder(name)),
    TE.map((found) => found.map(({ key }) => key.at(-1) ?? "")),
  )

export const readSubnet = (
  documents: Documents,
  { subnet }: DockerPool,
): TaskEither<StoreError, Option<Document>> => documents.read(subnetKey(subnet))

export const listPools = (documents: Documents): TaskEither<StoreError, readonly Document[]> =>
  documents.list(["pools"])

/** The pools of all nodes that can be read, and whether this node uses them. */
export const listUses =
  (documents: Documents, node: string) =>
  (
    pools: readonly Document[],
  ): TaskEither<StoreError, readonly { readonly pool: DockerPool; readonly isUsed: boolean }[]> => {
    const named = pools.flatMap((document) => {
      const name = poolNameOf(document.key.at(-1) ?? "")
      const pool = name && parsePool(name, textOf(document.key))(document.value)
      return pool?._tag === "Right" ? [pool.right] : []
    })
    return pipe(
      documents.find({ keys: named.map(({ name }) => useKey(name, node)), beginnings: [] }),
      TE.map((uses) => {
        const used = new Set(uses.map(({ key }) => textOf(key)))
        return named.map((pool) => ({ pool, isUsed: used.has(textOf(useKey(pool.name, node))) }))
      }),
    )
  }

export const versionOf = map(({ version }: Document) => version)

/** As it is, but in a new version: whoever was about to remove it looks again. */
const touch = ({ key, version, value }: Document): DocumentChange => ({
  key,
  expected: some(version),
  value: some(value),
})

const removal = ({ key, version }: Document): DocumentChange => ({
  key,
  expected: some(version),
  value: none,
})

const useChange = (
  name: PoolName,
  node: string,
  expected: Option<string>,
  count: PoolUse,
): DocumentChange => ({
  key: useKey(name, node),
  expected,
  value: some(formatUse(count)),
})

export const joining = (
  { name }: DockerPool,
  node: string,
  { pool, use }: PoolView,
  count: PoolUse,
): readonly DocumentChange[] => [
  useChange(name, node, versionOf(use), count),
  // Only who comes new has to be minded by those who go.
  ...(pool && use._tag === "None" ? [touch(pool.document)] : []),
]

/** @param version of the node's note, from which the count is corrected. */
export const recounting = (
  name: PoolName,
  node: string,
  version: string,
  requests: number,
): readonly DocumentChange[] => [
  useChange(name, node, some(version), { requests, isGuessed: false }),
]

const ledgerChange = ({ ledger }: PoolView, value: SubnetLedger | undefined): DocumentChange => ({
  key: ledgerKey,
  expected: versionOf(ledger.document),
  value: value === undefined ? none : some(formatLedger(value)),
})

export const creating = (
  pool: DockerPool,
  node: string,
  view: PoolView,
  ledger: SubnetLedger,
): readonly DocumentChange[] => [
  ledgerChange(view, ledger),
  { key: subnetKey(pool.subnet), expected: none, value: some(formatSubnet(pool.subnet)) },
  { key: poolKey(pool.name), expected: none, value: some(formatPool(pool)) },
  useChange(pool.name, node, versionOf(view.use), { requests: 1, isGuessed: false }),
]

/** The node goes, others stay. */
export const leaving = (use: Document, pool: Document): readonly DocumentChange[] => [
  removal(use),
  touch(pool),
]

/**
 * With its last user goes the pool.
 *
 * @param ledger `undefined` if there are no subnets left.
 */
export const removing = (
  pool: Document,
  view: PoolView,
  subnet: Option<Document>,
  ledger: SubnetLedger | undefined,
): readonly DocumentChange[] => [
  ...[view.use, subnet].flatMap((one) => (one._tag === "Some" ? [removal(one.value)] : [])),
  removal(pool),
  // Who has none lists all subnets: there is nothing to correct.
  ...(view.ledger.document._tag === "Some" ? [ledgerChange(view, ledger)] : []),
]
