/** An etcd server in memory, with a history that can be compacted. */
import * as E from "fp-ts/lib/Either.js"
import type {
  EtcdEntry,
  Fault,
  Operation,
  RangeAnswer,
  RangeOperation,
  Transport,
  Txn,
  TxnAnswer,
} from "../transport.js"

export interface MemoryEtcd {
  readonly transport: Transport
  readonly put: (key: string, value: string) => void
  readonly compact: () => void
  /** What was asked so far. */
  readonly asked: Txn[]
  /** Called when a transaction has been done. */
  afterEach: () => void
}

interface Change {
  readonly revision: number
  readonly key: Buffer
  readonly value: Buffer | undefined
}

const most = 128

const status = (code: number, message: string): E.Either<Fault, never> =>
  E.left({ _tag: "Status", code, message: `etcdserver: ${message}` })

export const memoryEtcd = (): MemoryEtcd => {
  const history: Change[] = []
  const asked: Txn[] = []
  let revision = 1
  let compacted = 0

  const stateAt = (at: number): readonly EtcdEntry[] => {
    const entries = new Map<string, EtcdEntry>()
    for (const { key, value, revision: modRevision } of history.filter((one) => one.revision <= at))
      if (value === undefined) entries.delete(key.toString("latin1"))
      else entries.set(key.toString("latin1"), { key, value, modRevision })
    return [...entries.values()].sort((a, b) => Buffer.compare(a.key, b.key))
  }

  const isIn =
    ({ key, end }: RangeOperation) =>
    (entry: EtcdEntry): boolean =>
      end === undefined
        ? entry.key.equals(key)
        : Buffer.compare(entry.key, key) >= 0 &&
          (end.equals(Buffer.of(0)) || Buffer.compare(entry.key, end) < 0)

  const range = (operation: RangeOperation): RangeAnswer => {
    const found = stateAt(operation.revision ?? revision).filter(isIn(operation))
    const entries = found.slice(0, operation.limit ?? found.length)
    return {
      entries: operation.keysOnly
        ? entries.map((entry) => ({ ...entry, value: Buffer.of() }))
        : entries,
      more: entries.length < found.length,
    }
  }

  const modRevision = (key: Buffer): number =>
    stateAt(revision).find((entry) => entry.key.equals(key))?.modRevision ?? 0

  const isMet = ({ key, modRevision: wanted, isGreater }: Txn["compare"][number]): boolean =>
    isGreater ? modRevision(key) > wanted : modRevision(key) === wanted

  const refusal = ({ compare, success, failure }: Txn): E.Either<Fault, unknown> => {
    if (Math.max(compare.length, success.length, failure.length) > most)
      return status(3, "too many operations in txn request")
    const changed = success.flatMap((one) => (one._tag === "Range" ? [] : [one.key.toString()]))
    if (new Set(changed).size < changed.length)
      return status(3, "duplicate key given in txn request")
    const old = success.some(
      (one) => one._tag === "Range" && one.revision !== undefined && one.revision < compacted,
    )
    return old ? status(11, "mvcc: required revision has been compacted") : E.right(undefined)
  }

  const change = (operations: readonly Operation[]): void => {
    const changes = operations.filter((one) => one._tag !== "Range")
    if (changes.length > 0) revision++
    for (const one of changes)
      history.push({ revision, key: one.key, value: one._tag === "Put" ? one.value : undefined })
  }

  const txn = (request: Txn): E.Either<Fault, TxnAnswer> => {
    asked.push(request)
    const refused = refusal(request)
    if (E.isLeft(refused)) return refused
    const succeeded = request.compare.every(isMet)
    const operations = succeeded ? request.success : request.failure
    const ranges = operations.flatMap((one) => (one._tag === "Range" ? [range(one)] : []))
    change(operations)
    const answer = { succeeded, revision, ranges }
    server.afterEach()
    return E.right(answer)
  }

  const server: MemoryEtcd = {
    transport: {
      txn: (request) => async () => txn(request),
      authenticate: () => async () => status(9, "authentication is not enabled"),
      close: () => undefined,
    },
    put: (key, value) =>
      change([{ _tag: "Put", key: Buffer.from(key), value: Buffer.from(value) }]),
    compact: () => {
      compacted = revision
    },
    asked,
    afterEach: () => undefined,
  }
  return server
}
