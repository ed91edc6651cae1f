/** The store over etcd, and its driver for a table of stores. */
import type { DecodeError, Store, StoreContext, StoreDriver, StoreError } from "@cni-ipam/core"
import { defineStore } from "@cni-ipam/core"
import type { Layout } from "@cni-ipam/store-kv"
import { kvStore } from "@cni-ipam/store-kv"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { isTls } from "./endpoint.js"
import { etcdKv } from "./etcd-kv.js"
import { etcdLayout } from "./etcd-layout.js"
import { readOptions } from "./etcd-options.js"
import type { EtcdFields } from "./options.js"
import { etcdFields } from "./options.js"
import type { EtcdPorts } from "./ports.js"
import { openSession } from "./session.js"
import { connectOf, tlsOf, userOf } from "./settings.js"

/** Makes the layout of a prefix that ends with a slash. */
type LayoutOf = (prefix: string) => Layout

const open =
  (ports: EtcdPorts, layoutOf: LayoutOf) =>
  (fields: EtcdFields, context: StoreContext): E.Either<DecodeError | StoreError, Store> =>
    pipe(
      E.Do,
      E.bind("options", () => readOptions(fields)),
      E.bindW("tls", ({ options }) => tlsOf(options, ports)),
      E.bindW("user", ({ options }) => userOf(options, ports)),
      E.bindW("connect", ({ options }) => connectOf(options, ports, context)),
      E.map(({ options, tls, user, connect }) => {
        const sessions = options.endpoints.map((endpoint) =>
          openSession(endpoint, connect(endpoint, isTls(endpoint) ? tls : undefined), user),
        )
        return kvStore(etcdKv(sessions), layoutOf(options.prefix), options, context)
      }),
    )

/**
 * The driver for a table of stores.
 *
 * @param layoutOf makes the layout of a prefix. Default: that of the CNI plugin for etcd.
 *
 * @example
 * const stores = { etcd: etcdDriver(nodePorts) }
 * const plugin = { name: "etcd", version: "1.0.0", defaultStore: "etcd", stores }
 * process.exitCode = await runPlugin(plugin, processIo())
 */
export const etcdDriver = (ports: EtcdPorts, layoutOf: LayoutOf = etcdLayout): StoreDriver => ({
  ...defineStore(etcdFields, (fields, context) =>
    TE.fromEither(open(ports, layoutOf)(fields, context)),
  ),
  keepsDefinitions: true,
})

/**
 * A store in etcd, by options as a configuration has them; nothing is sent before the first use.
 *
 * @param options as `EtcdFields`; what a file says may be passed as it was read.
 * @returns Left: which option is wrong, or which file cannot be read.
 *
 * @example
 * const context = { node: "n1", warn: console.warn }
 * const opened = await etcdStore({ endpoints: ["http://10.0.0.1:2379"] }, context, nodePorts)()
 * if (opened._tag === "Right") await allocate(opened.right)({ pool, owner })()
 */
export const etcdStore = (
  options: unknown,
  context: StoreContext,
  ports: EtcdPorts,
): ReturnType<StoreDriver["open"]> => etcdDriver(ports).open(options, context)
