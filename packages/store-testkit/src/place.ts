/** A place of its own for each check, where it opens its stores and after which all is closed. */
import type { Store } from "@cni-ipam/core"
import { answer } from "./answer.js"
import type { StoreOptions } from "./options.js"

export type Open = () => Promise<Store>

let places = 0

/** Unlike the places of every other run, because some stores outlive the process. */
const nextPlace = (): string => `kit-${Math.random().toString(36).slice(2)}-${++places}`

/** Calls `use` with a way to open stores in a fresh place. Each call opens another handle. */
export const withPlace = async (
  options: StoreOptions,
  use: (open: Open) => Promise<void>,
): Promise<void> => {
  const place = nextPlace()
  const opened: Store[] = []
  try {
    await use(async () => {
      const store = await options.open(place)
      opened.push(store)
      return store
    })
  } finally {
    for (const store of opened) await answer(store.close)
    await options.cleanUp?.(place)
  }
}
