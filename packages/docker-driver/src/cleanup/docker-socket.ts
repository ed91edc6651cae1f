/** Docker's API by its socket. */
import { request } from "node:http"
import type { Option } from "fp-ts/lib/Option.js"
import { none, some } from "fp-ts/lib/Option.js"
import { tryCatch } from "fp-ts/lib/TaskEither.js"
import type { AskDocker } from "./docker-networks.js"

const timeoutMs = 30_000

const get = (socketPath: string, path: string): Promise<Option<string>> =>
  new Promise((resolve, reject) => {
    const options = {
      socketPath,
      path,
      headers: { Host: "docker" },
      agent: false,
      timeout: timeoutMs,
    }
    const call = request(options, (answer) => {
      let body = ""
      answer.setEncoding("utf8")
      answer.on("data", (text: string) => {
        body += text
      })
      answer.on("error", reject)
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve(some(body))
        else if (answer.statusCode === 404) resolve(none)
        else reject(new Error(`status ${answer.statusCode}: ${body.trim().slice(0, 200)}`))
      })
    })
    call.on("timeout", () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    call.on("error", reject)
    call.end()
  })

export const askDocker =
  (socketPath: string): AskDocker =>
  (path) =>
    tryCatch(
      () => get(socketPath, path),
      (error) =>
        `cannot ask Docker at ${socketPath} for ${path}: ${error instanceof Error ? error.message : error}`,
    )
