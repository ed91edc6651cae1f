/** The plugin `ipam-delegated`: one IPAM plugin made of several, each with a part of the work. */
import type { CustomPlugin, Invocation, PluginError } from "@cni-ipam/cni"
import { goJson } from "@cni-ipam/cni"
import { decode, object } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import * as t from "io-ts"
import { addAll } from "./add-all.js"
import { askAll, deleteAll } from "./ask-all.js"
import type { Json } from "./delegate-answer.js"
import type { DelegatesConfig } from "./delegates-config.js"
import { name, readDelegates } from "./delegates-config.js"
import type { Programs } from "./programs.js"
import type { Runner } from "./run-delegate.js"

export { nodePrograms } from "./node-programs.js"
export type { ProgramEnd, ProgramRun, Programs } from "./programs.js"

const Previous = object({}, { prevResult: t.UnknownRecord })

type Work = (
  runner: Runner,
  delegates: DelegatesConfig["delegates"],
  previous: Json | undefined,
) => TaskEither<PluginError, string>

const silently = TE.map(() => "")

/**
 * @example
 * runPlugin(ipamDelegated("1.0.0", nodePrograms), processIo())
 */
export const ipamDelegated = (version: string, programs: Programs): CustomPlugin => {
  const handler = (work: Work) => (invocation: Invocation) =>
    pipe(
      E.Do,
      E.bindW("config", () => readDelegates(invocation.request.input)),
      E.bindW("previous", () => decode(Previous)(invocation.request.input)),
      TE.fromEither,
      TE.flatMap(({ config: { delegates, timeout }, previous: { prevResult } }) =>
        work({ programs, invocation, timeout }, delegates, prevResult),
      ),
    )

  const asking =
    (command: string): Work =>
    (runner, delegates, previous) =>
      silently(askAll(runner, command, delegates, previous))

  return {
    name,
    version,
    debugLogFile: `/var/log/cni/${name}.log`,
    handlers: {
      ADD: handler((runner, delegates, previous) =>
        pipe(addAll(runner, delegates, previous), TE.map(goJson)),
      ),
      DEL: handler((runner, delegates, previous) =>
        silently(deleteAll(runner, delegates, previous)),
      ),
      CHECK: handler(asking("CHECK")),
      GC: handler(asking("GC")),
      STATUS: handler(asking("STATUS")),
    },
  }
}
