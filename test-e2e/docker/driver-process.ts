/** The driver as a process of its own, outside of any box: its socket is what it shares with Docker. */

import { request } from "node:http"
import { join } from "node:path"
import { type ServerProcess, startServer } from "../servers/server-process.js"

export interface DriverProcess extends ServerProcess {
  /** Asks as Docker does. */
  readonly ask: (endpoint: string, body?: object) => Promise<unknown>
  /** What Prometheus reads. */
  readonly figures: () => Promise<string>
}

export interface DriverPlace {
  readonly program: string
  /** Where its socket is to be. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

/** An HTTP call by a socket; the Host is empty, as Docker 20.10 has it. */
const askSocket = (
  socketPath: string,
  path: string,
  body: string,
  method = "POST",
): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { socketPath, path, method, headers: { Host: "" }, agent: false }
    const call = request(options, (answer) => {
      let text = ""
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk
      })
      answer.on("end", () => resolve(text))
      answer.on("error", reject)
    })
    call.on("error", reject)
    call.end(body)
  })

export const startDriver = async ({
  program,
  folder,
  env,
}: DriverPlace): Promise<DriverProcess> => {
  const name = env["IPAM_DRIVER_NAME"] ?? "kontena-ipam"
  const socket = join(folder, `${name}.sock`)
  const ask = async (endpoint: string, body: object = {}): Promise<unknown> =>
    JSON.parse(await askSocket(socket, `/${endpoint}`, JSON.stringify(body)))
  const variables = Object.entries({ ...env, IPAM_SOCKET_DIR: folder })
  const server = await startServer({
    name: `driver in ${folder}`,
    command: ["/usr/bin/env", ...variables.map(([key, value]) => `${key}=${value}`), program],
    isReady: async () => {
      await ask("IpamDriver.GetCapabilities")
      return true
    },
  })
  return { ...server, ask, figures: () => askSocket(socket, "/metrics", "", "GET") }
}
