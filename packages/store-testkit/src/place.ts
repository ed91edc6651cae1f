/** A place of its own for each check, where it opens its stores and after which all is closed. */
import type { Store } from "@cni-ipam/core"
import { answer } from "./answer.js"
import type { StoreOptions } from "./options.js"

export interface Place {
  /** Opens a handle on the data of this place: the first one, or another one. */
  readonly open: () => Promise<Store>
  /** Closes one of the handles now. The others are closed in the end. */
  readonly close: (store: Store) => Promise<void>
}

let places = 0

/** Unlike the names of every other run, because some stores outlive the process. */
const nextName = (): string => `kit-${Math.random().toString(36).slice(2)}-${++places}`

export const withPlace = async (
  options: StoreOptions,
  use: (place: Place) => Promise<void>,
): Promise<void> => {
  const name = nextName()
  const opened = new Set<Store>()

  const open = async (): Promise<Store> => {
    const store = await options.open(name)
    opened.add(store)
    return store
  }

  const close = async (store: Store): Promise<void> => {
    opened.delete(store)
    await answer(store.close)
  }

  try {
    await use({ open, close })
  } finally {
    for (const store of opened) await close(store)
    await options.cleanUp?.(name)
  }
}
