import type { Store } from "@cni-ipam/core"
import { allocate, formatAddress, leases } from "@cni-ipam/core"
import { isRight } from "fp-ts/lib/Either.js"
import * as T from "fp-ts/lib/Task.js"
import { expect } from "vitest"
import { answer } from "../answer.js"
import { plainNetwork } from "../plain-network.js"
import { db, dual, eth0, lan, legacy, poolOf, web } from "../samples.js"
import type { Topic } from "../topic.js"

const wide = poolOf("lan", [{ subnet: "10.0.0.0/26" }])
const callers = 12
const rounds = 3
const pauseMs = 2

const pause = T.delay(pauseMs)(T.of(undefined))

/** Comes and goes, and says which addresses it was given and has kept. */
const comeAndGo = async (store: Store, number: number): Promise<readonly string[]> => {
  const net = plainNetwork(store, wide)
  const owner = eth0(`c${number}`)
  for (let round = 0; round < rounds; round++) {
    await allocate(store)({ pool: wide, owner })()
    await net.release(owner)
  }
  if (number % 4 > 0) return []
  const kept = await allocate(store)({ pool: wide, owner })()
  return isRight(kept) ? kept.right.map(({ lease }) => formatAddress(lease.address)) : []
}

export const forgetting: Topic = {
  title: "a network that is to be forgotten",
  promises: {
    "is as if it had never been, when it has no leases": async (store) => {
      const net = plainNetwork(store, dual)
      await net.take(web, "10.0.0.2", "2001:db8::2")
      await net.take(db, "10.0.0.3")
      await net.release(web)
      await net.release(db)
      expect(await net.free(1)).toEqual(["10.0.0.4"])
      expect(await answer(store.forget("lan"))).toBe(true)
      expect(await answer(store.networks)).toEqual([])
      expect(await net.free(1)).toEqual(["10.0.0.2"])
      expect(await net.free(1, 1)).toEqual(["2001:db8::2"])
      expect(await net.leases()).toEqual([])
      expect(await answer(store.repair("lan"))).toEqual([])
      await net.take(db, "10.0.0.5")
      expect(await net.free(1)).toEqual(["10.0.0.6"])
      expect(await answer(store.networks)).toEqual(["lan"])
    },

    "stays as it is, when it has a lease": async (store) => {
      for (const owner of [web, legacy("c1")]) {
        const net = plainNetwork(store, lan)
        await net.take(db, "10.0.0.3")
        await net.take(owner, "10.0.0.4")
        await net.release(db)
        expect(await answer(store.forget("lan"))).toBe(false)
        expect(await net.held(owner)).toEqual(["10.0.0.4"])
        expect(await net.free(1)).toEqual(["10.0.0.5"])
        expect(await answer(store.networks)).toEqual(["lan"])
        expect(await net.release(owner)).toEqual(["10.0.0.4"])
        expect(await answer(store.forget("lan"))).toBe(true)
      }
    },

    "need not be known": async (store) => {
      expect(await answer(store.forget("unheard-of"))).toBe(true)
      expect(await answer(store.networks)).toEqual([])
    },

    "leaves the others alone": async (store) => {
      const others = ["lan1", "la", "lan.1", "Lan"]
      for (const network of ["lan", ...others]) {
        const net = plainNetwork(store, { ...lan, network })
        await net.take(web, "10.0.0.2")
        await net.release(web)
      }
      await plainNetwork(store, { ...lan, network: "la" }).take(db, "10.0.0.3")
      expect(await answer(store.forget("lan"))).toBe(true)
      expect(await answer(store.networks)).toEqual(others.toSorted())
      for (const network of others)
        expect(await plainNetwork(store, { ...lan, network }).free(1)).toEqual([
          network === "la" ? "10.0.0.4" : "10.0.0.3",
        ])
    },

    "may be leased from meanwhile, and no lease is lost": async (store) => {
      let isOver = false
      const forgetAgainAndAgain = async () => {
        while (!isOver) {
          await answer(store.forget("lan"))
          await pause()
        }
      }
      const forgetting = forgetAgainAndAgain()
      const kept = await Promise.all(
        Array.from({ length: callers }, (_, number) => comeAndGo(store, number)),
      ).finally(() => {
        isOver = true
      })
      await forgetting
      const found = await answer(leases(store)("lan"))
      expect(found.leases.map(({ address }) => formatAddress(address)).sort()).toEqual(
        kept.flat().sort(),
      )
      expect(kept.flat()).toHaveLength(callers / 4)
      expect(await answer(store.forget("lan"))).toBe(false)
      expect(await answer(store.repair("lan"))).toEqual([])
    },
  },
}
