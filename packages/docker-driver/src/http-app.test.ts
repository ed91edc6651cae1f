import { memoryStore } from "@cni-ipam/core"
import { describe, expect, it } from "vitest"
import { httpApp } from "./http-app.js"
import type { IpamDriver } from "./ipam-driver.js"
import { ipamDriver } from "./ipam-driver.js"
import { logTo } from "./log.js"
import { metricsOf } from "./metrics.js"
import { supernets } from "./test/driver.js"

const setUp = (change: (driver: IpamDriver) => IpamDriver = (driver) => driver, level = 0) => {
  const store = memoryStore()
  const driver = change(ipamDriver(store, { node: "n1", supernets }))
  const lines: string[] = []
  let isStopping = false
  const stop = () => {
    isStopping = true
  }
  const metrics = metricsOf(store, "n1")
  const app = httpApp(
    driver,
    logTo((line) => lines.push(line), level),
    metrics.observe,
    () => isStopping,
  )
  const post = async (path: string, body = "") => {
    const answer = await app.request(path, { method: "POST", body })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  return { app, metrics, lines, post, stop }
}

const pool = '{"Options":{"network":"a"},"Pool":"10.9.0.0/29"}'

describe("the driver over HTTP", () => {
  it("answers errors too with status 200, where Docker looks for `Error`", async () => {
    const { post } = setUp()
    expect(await post("/IpamDriver.RequestPool", pool)).toMatchObject({ body: { PoolID: "a" } })
    for (const body of ["", "{", "true", "[]", '{"PoolID":7}'])
      expect(await post("/IpamDriver.RequestAddress", body)).toMatchObject({
        status: 200,
        body: { Error: expect.stringContaining("Invalid request body") },
      })
  })

  it("tells what an empty body means, which Docker sends when the driver was stopped", async () => {
    const { post } = setUp()
    expect(await post("/IpamDriver.RequestPool")).toEqual({
      status: 200,
      body: {
        Error:
          "Invalid request body: it is empty, as Docker repeats a request when the driver was stopped while it served it: try again",
      },
    })
  })

  it("ends the connection behind its answer when it stops", async () => {
    const { app, stop } = setUp()
    const connection = async () => (await app.request("/healthz")).headers.get("Connection")
    expect(await connection()).toBeNull()
    stop()
    expect(await connection()).toBe("close")
  })

  it("knows no other endpoints", async () => {
    const { post, app } = setUp()
    expect(await post("/IpamDriver.Nope")).toMatchObject({ status: 404 })
    expect((await app.request("/Plugin.Activate")).status).toBe(404)
    expect(await (await app.request("/healthz")).text()).toBe("ok\n")
  })

  it("tells Docker of a bug, and the operator where it is", async () => {
    const { post, lines } = setUp((driver) => ({
      ...driver,
      answers: {
        ...driver.answers,
        "Plugin.Activate": () => async () => {
          throw new Error("oops")
        },
      },
    }))
    expect(await post("/Plugin.Activate")).toEqual({
      status: 200,
      body: { Error: "the driver failed: oops" },
    })
    expect(lines.join("")).toMatch(/ERROR Plugin.Activate: Error: oops\n.*http-app.test/)
  })

  it("logs what is as important as asked for", async () => {
    const { post, lines } = setUp(undefined, 2)
    await post("/Plugin.Activate")
    expect(lines).toEqual([])
    await post("/IpamDriver.ReleasePool", '{"PoolID":"x"}')
    expect(lines).toEqual([
      expect.stringMatching(/WARN IpamDriver.ReleasePool .*Pool not found: x/),
    ])
  })
})

describe("figures for Prometheus", () => {
  it("count requests by outcome, pools and addresses", async () => {
    const { post, metrics } = setUp()
    await post("/IpamDriver.RequestPool", pool)
    await post("/IpamDriver.RequestAddress", '{"PoolID":"a"}')
    await post("/IpamDriver.RequestAddress", '{"PoolID":"a","Address":"10.9.0.1"}')
    const text = await metrics.text()
    for (const line of [
      'kontena_ipam_requests_total{endpoint="IpamDriver.RequestAddress",outcome="ok"} 1',
      'kontena_ipam_requests_total{endpoint="IpamDriver.RequestAddress",outcome="error"} 1',
      'kontena_ipam_request_duration_seconds_count{endpoint="IpamDriver.RequestPool"} 1',
      "kontena_ipam_pools 1",
      'kontena_ipam_pool_used_addresses{pool="a"} 1',
      'kontena_ipam_pool_free_addresses{pool="a"} 4',
    ])
      expect(text.split("\n")).toContain(line)
  })
})
