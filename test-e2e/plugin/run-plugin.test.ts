/** How the tests run a plugin, tried on plugins of three lines. */
import { chmod, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test, vi } from "vitest"
import { folderForTest } from "./folders.js"
import { runPlugin } from "./run-plugin.js"

const script = async (body: string): Promise<string> => {
  const path = join(await folderForTest(), "plugin")
  await writeFile(path, `#!/bin/sh\n${body}\n`)
  await chmod(path, 0o755)
  return path
}

test("a plugin gets the variables of the call and nothing of the tests' own", async () => {
  vi.stubEnv("SECRET", "1")
  const path = await script('echo "$CNI_COMMAND $CNI_CONTAINERID $CNI_IFNAME $MORE [$SECRET]"')
  const env = { MORE: "more", CNI_IFNAME: undefined }
  expect(await runPlugin({ path, command: "ADD", containerId: "c1", env })).toEqual({
    exit: 0,
    stdout: "ADD c1  more []\n",
    stderr: "",
  })
})

test("a configuration goes to stdin, as JSON unless it is a text", async () => {
  const path = await script("/bin/cat >&2; exit 3")
  expect(await runPlugin({ path, command: "ADD", config: { name: "n" } })).toEqual({
    exit: 3,
    stdout: "",
    stderr: '{"name":"n"}',
  })
  expect((await runPlugin({ path, command: "ADD", config: "{" })).stderr).toBe("{")
})

test("a plugin that hangs is killed, and the signal is told", async () => {
  const path = await script("exec /bin/sleep 60")
  expect((await runPlugin({ path, command: "ADD", timeout: 50 })).exit).toBe("SIGKILL")
})

test("a plugin can be run through another program", async () => {
  const path = await script('echo "$0 $THROUGH"')
  const through = ["/usr/bin/env", "THROUGH=env"]
  expect((await runPlugin({ path, command: "ADD", through })).stdout).toBe(`${path} env\n`)
})

test("a plugin that is not there is an error and not an outcome", async () => {
  await expect(runPlugin({ path: "/nonexistent", command: "ADD" })).rejects.toThrow("ENOENT")
})
