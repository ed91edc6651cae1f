/** Carries out one command: from reading the request to what is to be printed. */
import { formatOwner } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft } from "fp-ts/lib/Either.js"
import { add } from "./add.js"
import { check } from "./check.js"
import type { Command } from "./command.js"
import { del } from "./del.js"
import { gc } from "./gc.js"
import type { StoreHandler } from "./handler.js"
import type { Input, InputError } from "./input.js"
import type { Invocation } from "./invocation.js"
import type { Log } from "./log.js"
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

type Outcome = Either<PluginError, string>

/**
 * Gives what is to be printed.
 *
 * @example
 * const answer = await runCommand({ plugin, io, log, command: "ADD", input: readInput(io) })
 */
export const runCommand = ({
  plugin,
  io,
  log,
  command,
  input,
}: CommandLine): Outcome | Promise<Outcome> => {
  const read = readRequest(command, io.env, input, plugin)
  if (isLeft(read)) return read
  const request = read.right
  logRequest(log, request)
  return "handlers" in plugin
    ? plugin.handlers[request.command]({ plugin, io, log, request })()
    : handlers[request.command]({ plugin, io, log, request })
}
