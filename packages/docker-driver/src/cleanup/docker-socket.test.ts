import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { none, some } from "fp-ts/lib/Option.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { askDocker } from "./docker-socket.js"

const folder = await mkdtemp(join(tmpdir(), "docker-socket-"))
const socket = join(folder, "docker.sock")
const answers: Readonly<Record<string, number>> = { "/networks": 200, "/networks/gone": 404 }
const server = createServer(({ url = "" }, answer) => {
  answer.writeHead(answers[url] ?? 500).end(`about ${url}`)
})
beforeAll(() => new Promise<void>((resolve) => server.listen(socket, resolve)))
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

describe("a question for Docker", () => {
  it.each([
    ["/networks", { right: some("about /networks") }],
    ["/networks/gone", { right: none }],
    ["/networks/bad", { left: expect.stringContaining("status 500: about /networks/bad") }],
  ])("about %s", async (path, answer) => {
    expect(await askDocker(socket)(path)()).toMatchObject(answer)
  })
})
