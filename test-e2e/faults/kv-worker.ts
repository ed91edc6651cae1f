/**
 * A program that allocates addresses and releases half of them, as fast as it can, until its
 * standard input ends. It tells of each thing that it tries, and of each that it was told:
 *
 *     kv-worker <store> <options> <network> <ranges> <name>
 *
 * Run by Node, from a bundle: see kv-workers.ts.
 */
import { hostname } from "node:os"
import { allocate, formatAddress, readPool, release } from "@cni-ipam/core"
import { openKvStore } from "../servers/kv-drivers.js"

const [kind = "", options = "", network = "", ranges = "", name = ""] = process.argv.slice(2)

const required = <A>(
  result:
    | { readonly _tag: "Left"; readonly left: unknown }
    | { readonly _tag: "Right"; readonly right: A },
): A => {
  if (result._tag === "Right") return result.right
  throw new Error(JSON.stringify(result.left))
}

const node = hostname()
const pool = required(readPool(network, JSON.parse(ranges)))
const store = await openKvStore(kind, JSON.parse(options), node)

const tell = (...words: readonly string[]): void => {
  process.stdout.write(`${JSON.stringify(words)}\n`)
}

/** Tells before it begins and what came of it, with the milliseconds that it took. */
const attempt = async (
  what: string,
  container: string,
  work: () => Promise<readonly string[]>,
): Promise<void> => {
  tell(`${what}?`, container)
  const started = performance.now()
  const words = await work()
  tell(words[0] === "error" ? "error" : what, container, `${performance.now() - started}`, ...words)
}

let isRunning = true
process.stdin.on("end", () => {
  isRunning = false
})
process.stdin.resume()

for (let turn = 0; isRunning; turn++) {
  const owner = { containerId: `${name}-${turn}`, ifname: "eth0" }
  await attempt("add", owner.containerId, async () => {
    const made = await allocate(store)({ pool, owner, details: { node } })()
    return made._tag === "Left"
      ? ["error", JSON.stringify(made.left)]
      : ["leased", ...made.right.map(({ lease }) => formatAddress(lease.address))]
  })
  if (turn % 2 === 0)
    await attempt("del", owner.containerId, async () => {
      const ended = await release(store)({ network, owner })()
      return ended._tag === "Left" ? ["error", JSON.stringify(ended.left)] : ["released"]
    })
}
await store.close()
