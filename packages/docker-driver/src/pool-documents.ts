/** The documents of pools: what is read of them, and the changes that are made together. */
import type {
  Cidr,
  Document,
  DocumentChange,
  DocumentKey,
  Documents,
  StoreError,
} from "@cni-ipam/core"
import { formatAddress } from "@cni-ipam/core"
import { sequenceS } from "fp-ts/lib/Apply.js"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Option } from "fp-ts/lib/Option.js"
import { map, none, some } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DockerPool } from "./docker-pool.js"
import {
  formatPool,
  formatRevision,
  formatSubnet,
  formatUse,
  parsePool,
  parseSubnet,
  parseUse,
} from "./pool-json.js"
import type { PoolName } from "./pool-name.js"
import { poolId } from "./pool-name.js"

const subnets = "subnets"
const poolKey = (name: PoolName): DocumentKey => ["pools", poolId(name)]
const subnetKey = (subnet: Cidr): DocumentKey => [subnets, formatAddress(subnet.network)]
const usersFolder = (name: PoolName): readonly string[] => ["pool-nodes", poolId(name)]
const useKey = (name: PoolName, node: string): DocumentKey => ["pool-nodes", poolId(name), node]
/** Rewritten with every new subnet: of two that are made at once, one is told to look again. */
const revisionKey: DocumentKey = [subnets]

export interface PoolView {
  readonly pool: { readonly value: DockerPool; readonly document: Document } | undefined
  /** How often this node has asked for it: 0 for a node that does not use it. */
  readonly requests: number
  readonly use: Option<Document>
  readonly revision: Option<Document>
}

const textOf = (key: DocumentKey): string => key.join("/")

export const readPool =
  (documents: Documents, node: string) =>
  (name: PoolName): TaskEither<StoreError, PoolView> =>
    pipe(
      sequenceS(TE.ApplyPar)({
        pool: documents.read(poolKey(name)),
        use: documents.read(useKey(name, node)),
        revision: documents.read(revisionKey),
      }),
      TE.flatMapEither(({ pool, use, revision }) =>
        pipe(
          E.Do,
          E.bind("value", () =>
            pool._tag === "None"
              ? E.right(undefined)
              : parsePool(name, textOf(pool.value.key))(pool.value.value),
          ),
          E.bind("requests", () =>
            use._tag === "None" ? E.right(0) : parseUse(textOf(use.value.key), use.value.value),
          ),
          E.map(({ value, requests }) => ({
            pool: value && pool._tag === "Some" ? { value, document: pool.value } : undefined,
            requests,
            use,
            revision,
          })),
        ),
      ),
    )

/** Of all pools of all nodes, in one listing. */
export const listSubnets = (documents: Documents): TaskEither<StoreError, readonly Cidr[]> =>
  pipe(
    documents.list([subnets]),
    TE.flatMapEither(E.traverseArray(({ key, value }) => parseSubnet(textOf(key), value))),
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
  use: Option<Document>,
  requests: number,
): DocumentChange => ({
  key: useKey(name, node),
  expected: versionOf(use),
  value: some(formatUse(requests)),
})

export const joining = (
  { name }: DockerPool,
  node: string,
  { pool, use }: PoolView,
  requests: number,
): readonly DocumentChange[] => [
  useChange(name, node, use, requests),
  // Only who comes new has to be minded by those who go.
  ...(pool && use._tag === "None" ? [touch(pool.document)] : []),
]

export const creating = (
  pool: DockerPool,
  node: string,
  { use, revision }: PoolView,
): readonly DocumentChange[] => [
  { key: revisionKey, expected: versionOf(revision), value: some(formatRevision()) },
  { key: subnetKey(pool.subnet), expected: none, value: some(formatSubnet(pool.subnet)) },
  { key: poolKey(pool.name), expected: none, value: some(formatPool(pool)) },
  useChange(pool.name, node, use, 1),
]

/** The node goes, others stay. */
export const leaving = (use: Document, pool: Document): readonly DocumentChange[] => [
  removal(use),
  touch(pool),
]

/** With its last user goes the pool. */
export const removing = (
  use: readonly Document[],
  pool: Document,
  subnet: Option<Document>,
): readonly DocumentChange[] => [
  ...use.map(removal),
  removal(pool),
  ...(subnet._tag === "Some" ? [removal(subnet.value)] : []),
]
