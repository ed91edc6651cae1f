/** Opens the store that the configuration asks for, and closes it after the command. */
import type { DecodeError, Store, StoreDriver, StoreError } from "@cni-ipam/core"
import { explainStoreError } from "@cni-ipam/core"
import { isLeft } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { StoreInvocation } from "./invocation.js"
import type { Log } from "./log.js"
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
const locate =
  (storeOptions: Readonly<Record<string, unknown>>) =>
  (error: OpenError): OpenError => {
    if (error._tag !== "Decode") return error
    const [field = ""] = error.path.split(/[.[]/, 1)
    const place = Object.hasOwn(storeOptions, field) ? "ipam.store" : "ipam"
    return { ...error, path: error.path === "" ? place : `${place}.${error.path}` }
  }

const choiceOf = (
  { plugin }: Pick<StoreInvocation, "plugin">,
  { ipam }: NetworkConfig,
): StoreChoice => ipam.store ?? { type: plugin.defaultStore, options: {} }

const driverOf = (
  { plugin }: Pick<StoreInvocation, "plugin">,
  { type }: StoreChoice,
): StoreDriver | undefined => (Object.hasOwn(plugin.stores, type) ? plugin.stores[type] : undefined)

/** Whether the store of the configuration may know better what the network is. */
export const keepsDefinitions = (
  invocation: Pick<StoreInvocation, "plugin">,
  config: NetworkConfig,
): boolean => driverOf(invocation, choiceOf(invocation, config))?.keepsDefinitions === true

const openStore = (
  invocation: StoreInvocation,
  config: NetworkConfig,
): TaskEither<OpenError, Store> => {
  const { plugin, log } = invocation
  const choice = choiceOf(invocation, config)
  const { type, options } = choice
  const driver = driverOf(invocation, choice)
  if (driver === undefined)
    return TE.left({ _tag: "UnknownStore", name: type, known: Object.keys(plugin.stores) })
  return pipe(
    driver.open(options, {
      node: nodeOf(invocation, config),
      warn: log.warn,
      // Garbage of thousands of leases takes its time, and may take it.
      forOneCommand: invocation.request.command !== "GC",
      surroundings: config.rawIpam,
    }),
    TE.mapLeft(locate(options)),
  )
}

const close = async (store: Store, log: Log): Promise<void> => {
  const closed = await store.close()
  if (closed._tag === "Left") log.warn(explainStoreError(closed.left))
}

/**
 * Runs `use` with the store of the configuration, which is closed whatever happens.
 *
 * @example
 * withStore(invocation, config, (store) => release(store)({ network, owner }))
 */
export const withStore =
  <E, A>(
    invocation: StoreInvocation,
    config: NetworkConfig,
    use: (store: Store) => TaskEither<E, A>,
  ): TaskEither<E | OpenError, A> =>
  async () => {
    const store = await openStore(invocation, config)()
    if (isLeft(store)) return store
    try {
      return await use(store.right)()
    } finally {
      await close(store.right, invocation.log)
    }
  }

export const explainUnknownStore = ({ name, known }: UnknownStore): string =>
  `ipam.store: ${JSON.stringify(name)} is not known; there is ${known.join(", ")}`
