/** The Go plugin and ours, each on a data directory of its own, given the same calls. */
import { cp, mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type PluginCall, type PluginOutcome, runPlugin } from "../plugin/run-plugin.js"
import { type LeaseFiles, leaseFiles } from "./lease-files.js"

/** The paths of the two programs. */
export interface Programs {
  readonly go: string
  readonly ours: string
}

export interface Both<A> {
  readonly go: A
  readonly ours: A
}

/** In a configuration, the data directory of the program that gets to read it. */
export const dataDir = "@data@"

/** In a configuration, a folder for other files, which both read. */
export const sharedFolder = "@shared@"

export type TwinCall = Omit<PluginCall, "path" | "config"> & {
  /** A text as it stands, or anything else as JSON; with `dataDir` where that is to be. */
  readonly config: unknown
}

export interface Twins {
  /** Both answers, with the names of the folders as the configuration has them. */
  readonly run: (call: TwinCall) => Promise<Both<PluginOutcome>>
  readonly files: () => Promise<Both<LeaseFiles>>
  /** Writes a file below both data directories. */
  readonly write: (path: string, content: string) => Promise<void>
  /** Writes a file into the folder that both read. */
  readonly share: (name: string, content: string) => Promise<void>
  /** Gives the Go plugin a copy of our files instead of its own. */
  readonly adopt: () => Promise<void>
}

/** @param folder an empty one. */
export const makeTwins = async (programs: Programs, folder: string): Promise<Twins> => {
  const shared = join(folder, "shared")
  const dirs: Both<string> = { go: join(folder, "go"), ours: join(folder, "ours") }
  for (const path of [shared, dirs.go, dirs.ours]) await mkdir(path, { recursive: true })

  const both = async <A>(act: (who: keyof Programs) => Promise<A>): Promise<Both<A>> => {
    const [go, ours] = await Promise.all([act("go"), act("ours")])
    return { go, ours }
  }

  const runOne = async (who: keyof Programs, call: TwinCall): Promise<PluginOutcome> => {
    const { config, ...rest } = call
    const text = typeof config === "string" ? config : JSON.stringify(config)
    const outcome = await runPlugin({
      ...rest,
      path: programs[who],
      cwd: dirs[who],
      config: text.replaceAll(dataDir, dirs[who]).replaceAll(sharedFolder, shared),
    })
    const anonymous = (output: string) =>
      output.replaceAll(dirs[who], dataDir).replaceAll(shared, sharedFolder)
    return { ...outcome, stdout: anonymous(outcome.stdout), stderr: anonymous(outcome.stderr) }
  }

  return {
    run: (call) => both((who) => runOne(who, call)),
    files: () => both((who) => leaseFiles(dirs[who])),
    write: async (path, content) => {
      for (const dir of [dirs.go, dirs.ours]) {
        await mkdir(join(dir, path, ".."), { recursive: true })
        await writeFile(join(dir, path), content, { mode: 0o600 })
      }
    },
    share: (name, content) => writeFile(join(shared, name), content),
    adopt: async () => {
      await rm(dirs.go, { recursive: true })
      await cp(dirs.ours, dirs.go, { recursive: true, preserveTimestamps: true })
      await rm(join(dirs.go, ".cni-ipam"), { recursive: true, force: true })
    },
  }
}
