import { defineStore, memoryStore, Text } from "@cni-ipam/core"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { serveDriver } from "./serve-driver.js"

const memory = async () => defineStore({ dataDir: Text }, () => TE.right(memoryStore()))

/** What the program prints and exits with, if it is told to stop at once. */
const run = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const printed: string[] = []
  const errors: string[] = []
  const exit = await serveDriver({
    env: { IPAM_STORE: "disk", LOG_LEVEL: "3", ...env },
    words,
    hostname: "n1",
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
    stores: { disk: memory, etcd: memory, consul: memory },
    stopped: Promise.resolve("SIGTERM"),
  })
  return { exit, printed: printed.join(""), errors: errors.join("") }
}

describe("the program kontena-ipam", () => {
  it("tells on request how it is called, and starts nothing", async () => {
    expect(await run(["--help"], { IPAM_SOCKET_DIR: "/dev/null/zz" })).toEqual({
      exit: 0,
      printed: expect.stringMatching(/^Usage: kontena-ipam\n/),
      errors: "",
    })
  })

  it.each([["--verbose"], ["serve"], ["--version"]])(
    "does not start when it is called with %j",
    async (word) => {
      expect(await run([word], { IPAM_SOCKET_DIR: "/dev/null/zz" })).toEqual({
        exit: 2,
        printed: "",
        errors: expect.stringMatching(/^Usage: kontena-ipam\n/),
      })
    },
  )

  it("names the setting by which it cannot listen", async () => {
    expect(await run([], { IPAM_SOCKET_DIR: "/dev/null/zz" })).toEqual({
      exit: 1,
      printed: "",
      errors: expect.stringMatching(
        /^kontena-ipam: cannot listen where IPAM_SOCKET_DIR says: ENOTDIR.*\/dev\/null\/zz/,
      ),
    })
    // An address for documentation (RFC 5737): no machine's own.
    expect(await run([], { IPAM_METRICS_ADDRESS: "192.0.2.1:9318" })).toMatchObject({
      exit: 1,
      errors: expect.stringMatching(/cannot listen where IPAM_METRICS_ADDRESS says: listen E/),
    })
  })
})
