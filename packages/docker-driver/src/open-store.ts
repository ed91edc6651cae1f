/** Opens the store that the settings name. */
import type { Store } from "@cni-ipam/core"
import { explainDecodeError, explainStoreError } from "@cni-ipam/core"
import type { Settings, Stores } from "./settings.js"

/** @returns the store, or one sentence why there is none. */
export const openStore = async (
  stores: Stores,
  { store, options, node }: Settings,
  warn: (sentence: string) => void,
): Promise<Store | string> => {
  const driver = await stores[store]()
  const opened = await driver.open(options, { node, warn })()
  if (opened._tag === "Right") return opened.right
  const reason =
    opened.left._tag === "Decode" ? explainDecodeError(opened.left) : explainStoreError(opened.left)
  return `cannot use the store ${store}: ${reason}`
}
