/** Delegates of a few lines of shell, which write down what they are told. */
import { chmod, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Answer, type Fields, type Network, network } from "../consul/network.js"
import { parseObject } from "../host-local/json.js"
import { folderForTest } from "../plugin/folders.js"

export interface Call {
  readonly delegate: string
  readonly command: string
  readonly config: Fields
}

export interface Fakes {
  /** Runs ipam-delegated for container `c1`. */
  readonly run: (command: string, more?: Parameters<Network>[2]) => Promise<Answer>
  /** What the delegates were told, in order. */
  readonly calls: () => Promise<readonly Call[]>
  /** The same in short: `ADD one`. */
  readonly order: () => Promise<readonly string[]>
}

const record = (log: string): string =>
  `{ printf '%s %s ' "\${0##*/}" "$CNI_COMMAND"; /bin/cat; echo; } >> ${log}`

/** Tells what it is, and answers an ADD alone. */
export const answering = (result: Fields): string =>
  `[ "$CNI_COMMAND" != ADD ] || echo '${JSON.stringify({ cniVersion: "1.1.0", ...result })}'`

const readCall = (line: string): Call => {
  const [delegate = "", command = "", ...rest] = line.split(" ")
  return { delegate, command, config: parseObject(rest.join(" ")) }
}

/**
 * To be called inside a test.
 *
 * @param bin where ipam-delegated is
 * @param bodies what each delegate does after it has read its input, by its name
 * @param order of the delegates, if it is not that of the bodies
 */
export const fakes = async (
  bin: string,
  bodies: Readonly<Record<string, string>>,
  order = Object.keys(bodies),
): Promise<Fakes> => {
  const folder = await folderForTest()
  const log = join(folder, "calls.log")
  await writeFile(log, "")
  for (const [name, body] of Object.entries(bodies)) {
    const path = join(folder, name)
    await writeFile(path, `#!/bin/sh\n${record(log)}\n${body}\n`)
    await chmod(path, 0o755)
  }
  const call = network(bin, {
    name: "lan",
    ipam: { type: "ipam-delegated", delegates: order, delegateTimeout: 10_000 },
  })
  const calls = async (): Promise<readonly Call[]> =>
    (await readFile(log, "utf8"))
      .split("\n")
      .filter((line) => line !== "")
      .map(readCall)
  return {
    run: (command, more = {}) =>
      call(command, "c1", { ...more, env: { CNI_PATH: `${bin}:${folder}`, ...more.env } }),
    calls,
    order: async () => (await calls()).map(({ delegate, command }) => `${command} ${delegate}`),
  }
}
