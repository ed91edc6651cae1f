/** Finds room for a subnet: the one that was asked for, or the first free block of the supernet. */
import type { Cidr } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { DriverError } from "./driver-error.js"
import { storeFailed } from "./driver-error.js"
import { firstFreeBlock, freeBlocksBeside } from "./free-blocks.js"
import type { Kit, Supernet } from "./kit.js"
import { listSubnets, overlapping } from "./pool-documents.js"
import type { PoolRequest } from "./pool-request.js"
import type { SubnetLedger } from "./subnet-ledger.js"
import { found, freeIn, listed } from "./subnet-ledger.js"

export interface Room {
  readonly subnet: Cidr
  /** With what was learned on the way. */
  readonly ledger: SubnetLedger
}

type Search = TaskEither<DriverError, Room>

/** So often a block that should be free may turn out to be somebody's before all are listed. */
const mostSurprises = 3

/** Where the ledger tells of no room. */
const look = ({ store }: Kit, supernet: Supernet, ledger: SubnetLedger): Search =>
  pipe(
    listSubnets(store.documents),
    TE.mapLeft(storeFailed),
    TE.flatMap((used): Search => {
      const free = freeBlocksBeside(supernet, used)
      const subnet = firstFreeBlock(free)
      return subnet === undefined
        ? TE.left({ _tag: "SupernetFull", supernet: supernet.block, length: supernet.length })
        : TE.right({ subnet, ledger: listed(ledger, free, used.length) })
    }),
  )

const firstFree = (kit: Kit, supernet: Supernet, ledger: SubnetLedger, surprises = 0): Search => {
  const subnet = firstFreeBlock(freeIn(ledger, supernet))
  if (subnet === undefined || surprises === mostSurprises) return look(kit, supernet, ledger)
  return pipe(
    overlapping(kit.store.documents)(subnet),
    TE.mapLeft(storeFailed),
    TE.flatMap((others) =>
      others.length === 0
        ? TE.right({ subnet, ledger })
        : firstFree(kit, supernet, found(ledger, others), surprises + 1),
    ),
  )
}

/** One request to the store, as long as only drivers make subnets. */
export const findRoom = (
  kit: Kit,
  { name, subnet: asked }: PoolRequest,
  ledger: SubnetLedger,
): Search =>
  asked === undefined
    ? firstFree(kit, kit.supernets[name.family], ledger)
    : pipe(
        overlapping(kit.store.documents)(asked),
        TE.mapLeft(storeFailed),
        TE.flatMap(
          ([other]): Search =>
            other === undefined
              ? TE.right({ subnet: asked, ledger })
              : TE.left({ _tag: "Overlap", subnet: asked, other }),
        ),
      )
