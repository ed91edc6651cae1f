/**
 * Prints how many allocations a second a program gets from a store on a server, beside what that
 * server can do at all, and beside how it was done with a lock. Run by Node, from a bundle:
 *
 *     program <store> <options> <url>
 */
import { openKvStore } from "../../servers/kv-drivers.js"
import { allocations, pairs } from "./allocations.js"
import { type Bare, bareConsul, bareEtcd } from "./bare-transactions.js"
import { crowdRates } from "./crowd.js"
import { perSecond } from "./per-second.js"

const [kind = "", options = "", url = ""] = process.argv.slice(2)

const rounds = 25
const inFlight = 16
const each = 1000
/** A program that runs on has compiled what it does all day; until then it is half as fast. */
const warmUps = 8

const tell = (what: string, rates: readonly number[]): void => {
  process.stdout.write(`${JSON.stringify({ what, rates })}\n`)
}

const store = await openKvStore(kind, JSON.parse(options), "bench")
const bare: Bare = kind === "consul" ? bareConsul(url) : bareEtcd(url)

const beside = async (
  what: string,
  ours: (round: number) => (index: number) => Promise<void>,
  theirs: (round: number) => (index: number) => Promise<void>,
): Promise<void> => {
  const [ourRates, theirRates]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds + warmUps; round++) {
    const [our, their] = [
      await perSecond(each, inFlight, ours(round)),
      await perSecond(each, inFlight, theirs(round)),
    ]
    if (round < warmUps) continue
    ourRates.push(our)
    theirRates.push(their)
  }
  tell(what, ourRates)
  tell(`bare ${what}`, theirRates)
}

await beside("allocations", allocations(store), bare.transactions)
await beside("pairs", pairs(store), bare.pairs)
if (kind === "consul") {
  const { ours, locked } = await crowdRates(JSON.parse(options), url)
  tell("crowd", ours)
  tell("crowd with a lock", locked)
}
await store.close()
process.exit(0)
