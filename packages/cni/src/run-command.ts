/** Carries out one command: from reading the request to what is to be printed. */
import { formatOwner } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left } from "fp-ts/lib/Either.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { add } from "./add.js"
import { check } from "./check.js"
import type { Command } from "./command.js"
import { del } from "./del.js"
import { gc } from "./gc.js"
import type { Handler, StoreHandler } from "./handler.js"
import type { Input, InputError } from "./input.js"
import type { Invocation } from "./invocation.js"
import type { Log } from "./log.js"
import { messageOf } from "./message-of.js"
import type { Plugin } from "./plugin.js"
import type { PluginError } from "./plugin-error.js"
import type { Request } from "./request.js"
import { readRequest } from "./request.js"
import { status } from "./status.js"

const handlers: Readonly<Record<Command, StoreHandler>> = {
  ADD: add,
  DEL: del,
  CHECK: check,
  GC: gc,
  STATUS: status,
}

const handlerOf = (plugin: Plugin, command: Command): Handler =>
  "handlers" in plugin
    ? plugin.handlers[command]
    : (invocation) => handlers[command]({ ...invocation, plugin })

/** What `CNI_COMMAND` says, and what there is to carry it out. */
export interface CommandLine extends Omit<Invocation, "request"> {
  readonly plugin: Plugin
  readonly command: string
  readonly input: Either<InputError, Input>
}

const logRequest = (log: Log, { command, network, environment }: Request): void =>
  log.debug(
    environment.containerId === ""
      ? `${command} of ${network}`
      : `${command} of ${formatOwner(environment)} in ${network}`,
  )

const carryOut = ({ command, input, ...tools }: CommandLine): TaskEither<PluginError, string> => {
  const request = readRequest(command, tools.io.env, input, tools.plugin)
  if (isLeft(request)) return TE.left(request.left)
  logRequest(tools.log, request.right)
  return handlerOf(tools.plugin, request.right.command)({ ...tools, request: request.right })
}

/**
 * Gives what is to be printed. A bug is answered like any other error: the runtime cannot read a
 * stack trace.
 *
 * @example
 * const answer = await runCommand({ plugin, io, log, command: "ADD", input: readInput(io) })()
 */
export const runCommand =
  (line: CommandLine): TaskEither<PluginError, string> =>
  async () => {
    try {
      return await carryOut(line)()
    } catch (thrown) {
      if (thrown instanceof Error && thrown.stack) line.log.debug(thrown.stack)
      return left({ _tag: "Unexpected", message: messageOf(thrown) })
    }
  }
