import { expect, it } from "vitest"
import { call, config, memoryPlugin } from "./test/memory-plugin.js"

it("leaves a line for each address that is leased and released", async () => {
  const plugin = memoryPlugin()
  const logged = config({}, { logLevel: "info", logFile: "/log" })
  const added = await call(plugin, "ADD", logged)
  const deleted = await call(plugin, "DEL", logged)
  expect(added.files.get("/log")).toMatch(/ info host-local leased 10\.0\.0\.2 to c1 \(eth0\)\n$/)
  expect(deleted.files.get("/log")).toMatch(
    / info host-local released 10\.0\.0\.2 of c1 \(eth0\)\n$/,
  )
})
