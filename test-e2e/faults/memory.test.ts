/** A system that does not let a program have the memory that it needs. */
import { describe, expect, it } from "vitest"
import { builtPlugin } from "../plugin/built-plugin.js"
import { runPlugin } from "../plugin/run-plugin.js"

const path = await builtPlugin("host-local")

const config = { cniVersion: "1.0.0", name: "lan", ipam: { type: "host-local" } }

const told =
  /^this program needs memory that is both writable and executable, and gets none: [^\n]*MemoryDenyWriteExecute[^\n]*\n$/

describe("memory that is both writable and executable", () => {
  it.each([
    // As with PR_SET_MDWE, which only newer kernels have.
    ["forbidden", ["env", "BUN_JSC_useJIT=0"]],
    ["scarce", ["sh", "-c", 'ulimit -v 1500000; exec "$0"']],
  ])("is asked for in plain words, and in CNI's, where it is %s", async (_, through) => {
    for (const command of ["ADD", "VERSION"]) {
      const { exit, stdout, stderr } = await runPlugin({ path, command, config, through })
      expect(exit).toBe(1)
      expect(JSON.parse(stdout)).toEqual({
        cniVersion: "1.1.0",
        code: 999,
        msg: "this program needs memory that is both writable and executable, and gets none",
        details: expect.stringContaining("ulimit -v below 4 GB"),
      })
      expect(stderr).toMatch(told)
    }
  })

  it("is there within 4 GB", async () => {
    const through = ["sh", "-c", 'ulimit -v 4000000; exec "$0"']
    expect(await runPlugin({ path, command: "VERSION", config, through })).toMatchObject({
      exit: 0,
      stderr: "",
    })
  })
})
