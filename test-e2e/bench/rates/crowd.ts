/** Sixty-four who want addresses of one network at once: by our store, each its own, and by a lock. */
import { openKvStore } from "../../servers/kv-drivers.js"
import { allocateOne } from "./allocations.js"
import { allocateWithLock } from "./consul-lock.js"
import { perSecond } from "./per-second.js"

const contenders = 64
const rounds = 3
const each = { ours: 8, locked: 2 }

const oursInCrowd = async (options: unknown, network: string): Promise<number> => {
  const stores = await Promise.all(
    Array.from({ length: contenders }, () => openKvStore("consul", options, "bench")),
  )
  const rate = await perSecond(contenders * each.ours, contenders, async (index) => {
    const store = stores[index % contenders]
    if (store !== undefined) await allocateOne(store, network, `c-${index}`)
  })
  // Consul takes no more than 200 connections of one client.
  for (const store of stores) await store.close()
  return rate
}

/** In turns, each in a network of its own. */
export const crowdRates = async (options: unknown, url: string) => {
  const [ours, locked]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ours.push(await oursInCrowd(options, `crowd-${process.pid}-${round}`))
    const network = `locked-${process.pid}-${round}`
    locked.push(
      await perSecond(contenders * each.locked, contenders, (index) =>
        allocateWithLock(url, network, `c-${index}`),
      ),
    )
  }
  return { ours, locked }
}
