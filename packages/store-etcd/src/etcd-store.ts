/** The store over etcd, and its driver for a table of stores. */
import type { DecodeError, Store, StoreContext, StoreDriver, StoreError } from "@cni-ipam/core"
import { defineStore } from "@cni-ipam/core"
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

const open =
  (ports: EtcdPorts, layoutOf: typeof etcdLayout) =>
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
 * runPlugin({ name: "etcd", defaultStore: "etcd", stores: { etcd: etcdDriver(nodePorts) } })
 */
export const etcdDriver = (ports: EtcdPorts, layoutOf = etcdLayout): StoreDriver => ({
  ...defineStore(etcdFields, (fields, context) =>
    TE.fromEither(open(ports, layoutOf)(fields, context)),
  ),
  keepsDefinitions: true,
})

/**
 * A store in etcd, by options as a configuration has them.
 *
 * @example
 * await etcdStore({ endpoints: "http://10.0.0.1:2379" }, { node: "n1", warn: console.warn }, nodePorts)()
 */
export const etcdStore = (
  options: unknown,
  context: StoreContext,
  ports: EtcdPorts,
): ReturnType<StoreDriver["open"]> => etcdDriver(ports).open(options, context)
