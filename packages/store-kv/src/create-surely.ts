/**
 * Commits a transaction that makes keys, and knows afterwards whether it was done, also when
 * answers get lost.
 *
 * A server that hung may wake and do what it was asked long ago: that keys are not there may be
 * true again by then, and a lease would rise from the dead. So each try names a fence, a key that
 * must not be there. Who gets no answer sets it up first: from then on that try cannot happen any
 * more, and what is read back is final.
 */
import type { StoreError } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { committed, isDone, lookTwice, pause } from "./commit-surely.js"
import type { Deadline } from "./deadline.js"
import { timeLeft } from "./deadline.js"
import { fencesFolder } from "./index-keys.js"
import type { Kv, KvEntry, KvOutcome, Step } from "./kv.js"
import { absent } from "./kv.js"
import type { Layout } from "./layout.js"

/** No server sleeps for longer than that and then does what it was asked. Milliseconds. */
const fenceLastsMs = 24 * 60 * 60 * 1000

interface Server {
  readonly kv: Kv
  readonly layout: Layout
}

/** Setting up a fence twice does no harm, so that it is simply tried until it stands. */
const setUp = (kv: Kv, fence: string, until: Deadline): TaskEither<StoreError, unknown> =>
  pipe(
    kv.commit([{ _tag: "Put", key: fence, value: `${Date.now()}` }], until),
    TE.orElse((error) =>
      error._tag === "Uncertain" && timeLeft(until) > 0
        ? pipe(
            TE.fromTask(pause),
            TE.flatMap(() => setUp(kv, fence, until)),
          )
        : TE.left(error),
    ),
  )

/**
 * @param steps the first one puts a text that no other writer would put. There must be room for one
 *   step more.
 */
export const createSurely = (
  server: Server,
  steps: readonly [Step, ...Step[]],
  until: Deadline,
): TaskEither<StoreError, KvOutcome> => {
  const { kv, layout } = server
  const [witness] = steps
  const fence = `${fencesFolder(layout)}${crypto.randomUUID()}`

  const afterLoss = (loss: StoreError): TaskEither<StoreError, KvOutcome> =>
    pipe(
      setUp(kv, fence, until),
      TE.flatMap(() => isDone(kv, witness, until)),
      // Nobody says what became of it: the loss is what there is to tell.
      TE.mapLeft(() => loss),
      TE.flatMap((done) => {
        if (done) return TE.right(committed)
        return timeLeft(until) === 0 ? TE.left(loss) : createSurely(server, steps, until)
      }),
    )

  return pipe(
    kv.commit([...steps, { _tag: "Check", key: fence, ifVersion: absent }], until),
    TE.matchE(
      (error) => (error._tag === "Uncertain" ? afterLoss(error) : TE.left(error)),
      lookTwice(kv, witness, until),
    ),
  )
}

/**
 * A step that can stand first where no other has a text of its own. It leaves a key behind, which
 * is of no use when the transaction is over.
 */
export const newWitness = ({ layout }: Server): Step => ({
  _tag: "Put",
  key: `${fencesFolder(layout)}${crypto.randomUUID()}`,
  value: `${Date.now()}`,
  ifVersion: absent,
})

const isOld = ({ value }: KvEntry): boolean => !(Date.now() - Number(value) < fenceLastsMs)

/** Takes down the fences of which no transaction can be waiting any more. */
export const removeOldFences = (
  { kv, layout }: Server,
  until: Deadline,
): TaskEither<StoreError, void> =>
  pipe(
    kv.entries(fencesFolder(layout), until),
    TE.flatMap((fences) =>
      pipe(
        fences.filter(isOld),
        TE.traverseSeqArray(({ key, version }) =>
          kv.commit([{ _tag: "Delete", key, ifVersion: version }], until),
        ),
      ),
    ),
    TE.map(() => undefined),
  )
