/** Opens the store that the configuration asks for, and closes it after the command. */
import type { DecodeError, Store, StoreDriver, StoreError } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left } from "fp-ts/lib/Either.js"
import type { StoreInvocation } from "./invocation.js"
import type { NetworkConfig } from "./network-config.js"
import type { StoreChoice } from "./store-choice.js"

export type UnknownStore = {
  readonly _tag: "UnknownStore"
  readonly name: string
  readonly known: readonly string[]
}

export type OpenError = UnknownStore | DecodeError | StoreError

/** The name of this machine, under which it makes leases and collects garbage. */
export const nodeOf = ({ io }: Pick<StoreInvocation, "io">, { ipam }: NetworkConfig): string =>
  ipam.node || io.hostname()

/** Options stand on the ipam object, as host-local's do, or on the store object. */
const locate = (error: OpenError, storeOptions: StoreChoice["options"]): OpenError => {
  if (error._tag !== "Decode") return error
  const [field = ""] = error.path.split(/[.[]/, 1)
  const place = Object.hasOwn(storeOptions, field) ? "ipam.store" : "ipam"
  return { ...error, path: error.path === "" ? place : `${place}.${error.path}` }
}

interface ChosenStore extends StoreChoice {
  /** None of an unknown type. */
  readonly driver: StoreDriver | undefined
}

const chosenStore = (
  { plugin }: Pick<StoreInvocation, "plugin">,
  { ipam }: NetworkConfig,
): ChosenStore => {
  const { type, options } = ipam.store ?? { type: plugin.defaultStore, options: {} }
  const driver = Object.hasOwn(plugin.stores, type) ? plugin.stores[type] : undefined
  return { type, options, driver }
}

/** Whether the store of the configuration may know better what the network is. */
export const keepsDefinitions = (
  invocation: Pick<StoreInvocation, "plugin">,
  config: NetworkConfig,
): boolean => chosenStore(invocation, config).driver?.keepsDefinitions === true

/**
 * Runs `use` with the store of the configuration, which is closed whatever happens.
 *
 * @example
 * await withStore(invocation, config, (store) => release(store)({ network, owner })())
 */
export const withStore = async <E, A>(
  invocation: StoreInvocation,
  config: NetworkConfig,
  use: (store: Store) => Promise<Either<E, A>>,
): Promise<Either<E | OpenError, A>> => {
  const { plugin, log, request } = invocation
  const { type, options, driver } = chosenStore(invocation, config)
  if (driver === undefined)
    return left({ _tag: "UnknownStore", name: type, known: Object.keys(plugin.stores) })
  const store = await driver.open(options, {
    node: nodeOf(invocation, config),
    warn: log.warn,
    // Garbage of thousands of leases takes its time, and may take it.
    forOneCommand: request.command !== "GC",
    surroundings: config.rawIpam,
  })()
  if (isLeft(store)) return left(locate(store.left, options))
  try {
    return await use(store.right)
  } finally {
    const closed = await store.right.close()
    if (isLeft(closed)) log.warn(explainStoreError(closed.left))
  }
}

export const explainUnknownStore = ({ name, known }: UnknownStore): string =>
  `ipam.store: ${JSON.stringify(name)} is not known; there is ${known.join(", ")}`
