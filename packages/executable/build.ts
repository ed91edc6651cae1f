/**
 * Compiles the plugins into one program and installs it in dist/bin under the name of each.
 * Run by Bun, from scripts/build.mjs.
 *
 * It is compiled twice: a first program is run to see which functions a command uses, and in
 * the second one these lie together and are loaded faster.
 */
import { linkSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { asTheyAre, bundle, modulesIn } from "./build/bundles.js"
import { pluginNames, programNames } from "./src/names.js"

const bin = join(import.meta.dir, "../../dist/bin")
const program = join(bin, "cni-ipam")

const compile = async (
  folder: string,
  outfile: string,
  bytecodeOrder: readonly string[],
): Promise<void> => {
  await Bun.build({
    entrypoints: [...modulesIn(folder)],
    root: folder,
    target: "bun",
    format: "esm",
    minify: true,
    bytecode: true,
    plugins: [asTheyAre],
    compile: {
      outfile,
      bytecodeOrder: [...bytecodeOrder],
      // A command is over before any code compiled at run time would pay.
      jitPolicy: 100,
      // A plugin runs as root in a folder of the runtime's choosing: nothing there may configure it.
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  })
}

const profiledConfig = (dataDir: string): string =>
  JSON.stringify({
    cniVersion: "1.0.0",
    name: "profile",
    ipam: {
      type: "host-local",
      dataDir,
      ranges: [[{ subnet: "10.0.0.0/16" }], [{ subnet: "fd00::/64" }]],
      routes: [{ dst: "0.0.0.0/0" }],
    },
  })

/** Runs the commands of a container's life, and keeps what the last run of each has used. */
const profile = (executable: string, folder: string): readonly string[] => {
  const stdin = Buffer.from(profiledConfig(join(folder, "data")))
  const run = (command: string, container: string): string => {
    const order = join(folder, `order.${command}`)
    const { exitCode } = Bun.spawnSync([executable], {
      argv0: "host-local",
      stdin,
      env: {
        CNI_COMMAND: command,
        CNI_CONTAINERID: container,
        CNI_NETNS: "/var/run/netns/none",
        CNI_IFNAME: "eth0",
        CNI_PATH: folder,
        BUN_BYTECODE_ORDER_OUT: order,
      },
    })
    if (exitCode !== 0) throw new Error(`the profiled ${command} failed`)
    return order
  }
  run("ADD", "first")
  return [run("ADD", "second"), run("DEL", "second"), run("CHECK", "first")]
}

const folder = mkdtempSync(join(tmpdir(), "cni-ipam-build-"))
try {
  const modules = join(folder, "modules")
  await bundle(modules)
  const first = join(folder, "host-local")
  await compile(modules, first, [])
  const order = profile(first, folder)
  rmSync(bin, { recursive: true, force: true })
  await compile(modules, program, order)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

for (const name of [...pluginNames, ...programNames]) linkSync(program, join(bin, name))
