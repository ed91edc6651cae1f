/** The driver over HTTP, as Docker's plugin client speaks it. */
import type { Hono as HonoApp } from "hono"
import { Hono } from "hono"
import { explainDriverError } from "./driver-error.js"
import type { Endpoint, IpamDriver } from "./ipam-driver.js"
import { endpoints } from "./ipam-driver.js"
import type { Log } from "./log.js"

/** Told of every request: its outcome, and how long it took in seconds. */
export type Observe = (endpoint: Endpoint, outcome: "ok" | "error", seconds: number) => void

const contentType = "application/vnd.docker.plugins.v1.2+json"

/**
 * Docker shows `Error` of an answer with status 200; with another status it shows other things.
 *
 * @param isStopping whether a connection is of no more use behind the answer.
 */
export const httpApp = (
  { answers }: IpamDriver,
  log: Log,
  observe: Observe,
  isStopping: () => boolean = () => false,
): HonoApp => {
  const app = new Hono()
  app.use(async ({ header }, next) => {
    await next()
    if (isStopping()) header("Connection", "close")
  })
  const answerWith = (answer: object): Response =>
    new Response(JSON.stringify(answer), { headers: { "Content-Type": contentType } })

  const serve = async (endpoint: Endpoint, body: string): Promise<object> => {
    const result = await answers[endpoint](body)()
    if (result._tag === "Right") return result.right
    return { Error: explainDriverError(result.left) }
  }

  for (const endpoint of endpoints)
    app.post(`/${endpoint}`, async ({ req }) => {
      const begun = performance.now()
      const body = await req.text()
      const answer = await serve(endpoint, body).catch((bug: unknown) => {
        log("error", `${endpoint}: ${bug instanceof Error ? bug.stack : bug}`)
        return { Error: `the driver failed: ${bug instanceof Error ? bug.message : bug}` }
      })
      const milliseconds = performance.now() - begun
      const isError = "Error" in answer
      observe(endpoint, isError ? "error" : "ok", milliseconds / 1000)
      log(
        isError ? "warn" : "debug",
        `${endpoint} ${body.trim()} -> ${JSON.stringify(answer)} in ${milliseconds.toFixed(1)} ms`,
      )
      return answerWith(answer)
    })

  app.get("/healthz", ({ text }) => text("ok\n"))
  app.notFound(({ req, json }) => json({ Err: `there is no ${req.method} ${req.path}` }, 404))
  return app
}
