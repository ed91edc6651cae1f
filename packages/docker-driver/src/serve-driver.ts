/** The program `kontena-ipam`: serves Docker until it is told to stop. */
import type { Server } from "node:http"
import { explainStoreError } from "@cni-ipam/core"
import { createAdaptorServer } from "@hono/node-server"
import { Hono } from "hono"
import { httpApp } from "./http-app.js"
import { ipamDriver } from "./ipam-driver.js"
import type { Log } from "./log.js"
import { logTo } from "./log.js"
import { metricsOf } from "./metrics.js"
import { openStore } from "./open-store.js"
import { listenOnSocket } from "./plugin-socket.js"
import type { Environment } from "./setting.js"
import type { Stores } from "./settings.js"
import { readSettings } from "./settings.js"

const usage = `Usage: kontena-ipam

Serves Docker as its IPAM driver until it is told to stop. Everything is set by the environment: the
store by IPAM_STORE (etcd, disk or consul), etcd's servers by ETCD_ENDPOINT, the name of this machine
by NODE_ID. docs/docker.md has all variables.

  --help   only print this
`

const misused = 2

export interface Machine {
  readonly env: Environment
  /** What stands behind the program's name. */
  readonly words: readonly string[]
  readonly hostname: string
  readonly print: (line: string) => void
  readonly printError: (line: string) => void
  readonly stores: Stores
  /** Resolved by the first signal to stop. */
  readonly stopped: Promise<string>
}

/** A request takes five seconds if the store is away; `docker stop` kills after ten. */
const stopWithinMs = 7_000

/** Docker 20.10 sends an empty Host, of which no URL can be made. */
const noHost = "localhost"

const serverOf = (fetch: Hono["fetch"]): Server => {
  const server = createAdaptorServer({ fetch, hostname: noHost })
  if ("setTimeout" in server && "maxHeadersCount" in server) return server
  throw new Error("the adaptor made no HTTP/1 server")
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => {
      server.closeAllConnections()
      resolve()
    }, stopWithinMs).unref()
  })

const listenForMetrics = (
  app: Hono,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = serverOf(app.fetch)
    server.once("error", reject)
    server.listen(port, host, () => resolve(server))
  })

/** @param setting the variable that says where to listen. */
const namingSetting = <A>(setting: string, listening: Promise<A>): Promise<A> =>
  listening.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : `${error}`
    throw new Error(`cannot listen where ${setting} says: ${reason}`, { cause: error })
  })

/**
 * @returns the exit code: 0 if it was told to stop, 1 if it could not start, 2 if it was called in a
 *   wrong way.
 */
export const serveDriver = async (machine: Machine): Promise<number> => {
  const { env, hostname, print, printError, stores, stopped, words } = machine
  if (words.includes("--help")) {
    print(usage)
    return 0
  }
  if (words.length > 0) {
    printError(usage)
    return misused
  }
  const refuse = (sentence: string): number => {
    printError(`kontena-ipam: ${sentence}\n`)
    return 1
  }
  const read = readSettings(env, hostname)
  if (read._tag === "Left") return refuse(read.left)
  const settings = read.right
  const log: Log = logTo(printError, settings.logLevel)
  const store = await openStore(stores, settings, (sentence) => log("warn", sentence))
  if (typeof store === "string") return refuse(store)

  const driver = ipamDriver(store, settings)
  const metrics = metricsOf(store, settings.node)
  let isStopping = false
  const app = httpApp(driver, log, metrics.observe, () => isStopping)
  const figures = new Hono()
  figures.get("/healthz", ({ text }) => text("ok\n"))
  figures.get("/metrics", async ({ body }) =>
    body(await metrics.text(), 200, { "Content-Type": metrics.contentType }),
  )
  app.route("/", figures)

  const server = serverOf(app.fetch)
  const servers = [server]
  try {
    if (settings.metrics)
      servers.push(
        await namingSetting("IPAM_METRICS_ADDRESS", listenForMetrics(figures, settings.metrics)),
      )
    const removeSocket = await namingSetting(
      "IPAM_SOCKET_DIR",
      listenOnSocket(server, settings.socketFolder, settings.name),
    )
    log(
      "info",
      `node ${settings.node} serves ${settings.name} in ${settings.socketFolder}, on ${settings.store}`,
    )
    const reached = await store.documents.read(["subnets"])()
    if (reached._tag === "Left") log("warn", explainStoreError(reached.left))
    // Nobody waits for what is taken down, and the next start or cleanup does it as well.
    else void store.tidy?.()
    log("info", `stops: ${await stopped}`)
    isStopping = true
    removeSocket()
  } catch (error) {
    return refuse(error instanceof Error ? error.message : `${error}`)
  }
  await Promise.all(servers.map(closed))
  await store.close()
  return 0
}
