import type { RangeSpec, Store } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import { isNone, none } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { answer } from "../answer.js"
import { findsBugs, wrongly } from "./planted-bug.js"

const about = (promise: string): string => `the definition of a network ${promise}`

/** Reserves as the healthy store does, with another definition. */
const redefining =
  (healthy: Store) =>
  (change: (reservation: Parameters<Store["reserve"]>[0]) => object): Store["reserve"] =>
  (reservation) =>
    healthy.reserve({ ...reservation, ...change(reservation) })

/** Changes each range of a definition before it is kept. */
const redefined =
  (change: (range: RangeSpec) => RangeSpec) =>
  (healthy: Store): Partial<Store> => ({
    reserve: redefining(healthy)(({ definition }) =>
      definition === undefined ? {} : { definition: definition.map((set) => set.map(change)) },
    ),
  })

findsBugs({
  "forgets what a network is": {
    plant: () => ({ definition: () => TE.right(none) }),
    broken: about("is kept with the first reservation that brings one"),
    hiddenFromModel: true,
  },
  "shows a definition to everybody": {
    plant: (healthy) => ({
      view: (query) => healthy.view({ ...query, wantsDefinition: true }),
    }),
    broken: about("is shown by a view that asks for it, and by no other"),
    hiddenFromModel: true,
  },
  "keeps the definition of a reservation that it refuses": {
    plant: (healthy) => ({
      reserve: wrongly(async (reservation) => {
        const outcome = await answer(healthy.reserve(reservation))
        if (outcome._tag === "Conflict")
          await answer(
            healthy.reserve({
              ...reservation,
              owner: { containerId: "x", ifname: "" },
              revision: "0",
              wanted: [],
            }),
          )
        return outcome
      }),
    }),
    broken: about("is not kept with a reservation that is refused"),
    hiddenFromModel: true,
  },
  "defines a network by every reservation": {
    plant: (healthy) => {
      let last: Parameters<Store["reserve"]>[0]["definition"]
      return {
        reserve: redefining(healthy)((reservation) => {
          last = reservation.definition ?? last
          return {}
        }),
        definition: (network) =>
          pipe(
            healthy.definition(network),
            TE.map((kept) =>
              kept._tag === "Some" && last !== undefined ? { ...kept, value: last } : kept,
            ),
          ),
      }
    },
    broken: about("is not replaced: who brings another one must look again"),
    hiddenFromModel: true,
  },
  "takes what is excluded for one block": {
    plant: redefined((range) => ({
      ...range,
      exclude: range.exclude?.map(({ first, last, ...rest }) => ({
        ...rest,
        first,
        last: first + (1n << BigInt((last - first + 1n).toString(2).length - 1)) - 1n,
      })),
    })),
    broken: about("excludes the addresses that it was made with, whatever they begin and end with"),
    hiddenFromModel: true,
  },
  "forgets that a range has no gateway": {
    plant: redefined((range) =>
      range.gateway !== undefined && "_tag" in range.gateway && isNone(range.gateway)
        ? { ...range, gateway: undefined }
        : range,
    ),
    broken: about("has no gateway where it was made without one"),
    hiddenFromModel: true,
  },
})
