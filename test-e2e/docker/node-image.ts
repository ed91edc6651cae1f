/**
 * The image on which ours is built, made of this machine's own files, for there is no registry: Node
 * with npm, a shell with some commands, and what npm is told here of registries and certificates.
 */
import { execFile } from "node:child_process"
import { access, mkdir } from "node:fs/promises"
import { join, relative } from "node:path"
import { promisify } from "node:util"

const execute = promisify(execFile)

const programs = [
  ...[
    "sh",
    "env",
    "cp",
    "ln",
    "mkdir",
    "rm",
    "dirname",
    "uname",
    "grep",
    "sed",
    "xargs",
    "ldd",
    "node",
  ],
]

/** Scripts begin with these paths. */
const shells = ["/bin/sh", "/bin/bash"]

/** Not every machine has all of them. */
const settings = [
  ...["/etc/passwd", "/etc/group", "/etc/ssl/certs/ca-certificates.crt"],
  ...["/etc/npmrc", "/usr/etc/npmrc", "/root/.npmrc"],
]

const output = async (program: string, ...args: readonly string[]): Promise<string> =>
  (await execute(program, args)).stdout.trim()

const pathOf = (program: string): Promise<string> => output("which", program)

/** The libraries with which a program is loaded; none for a script. */
const librariesOf = async (program: string): Promise<readonly string[]> => {
  const listed = await output("ldd", program).catch(() => "")
  return [...listed.matchAll(/\/\S+/g)].map(([path]) => path)
}

const present = async (paths: readonly string[]): Promise<readonly string[]> => {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => [path],
        () => [],
      ),
    ),
  )
  return found.flat()
}

/** A tar file that `docker import` takes. */
export const nodeImage = async (folder: string): Promise<string> => {
  const paths = [...(await Promise.all(programs.map(pathOf))), ...shells]
  const libraries = (await Promise.all(paths.map(librariesOf))).flat()
  const files = [...new Set([...paths, ...libraries, ...(await present(settings))])]
  // Links that lead to each other, which the files above are not.
  const npm = [
    ...(await Promise.all(["npm", "npx"].map(pathOf))),
    join(await output("npm", "root", "--global"), "npm"),
  ]
  const tar = join(folder, "node.tar")
  await mkdir(join(folder, "empty/tmp"), { recursive: true })
  const inRoot = (all: readonly string[]) => ["-C", "/", ...all.map((path) => relative("/", path))]
  await execute("tar", ["--dereference", "-cf", tar, ...inRoot(files)])
  await execute("tar", ["-rf", tar, ...inRoot(npm), "-C", join(folder, "empty"), "tmp"])
  return tar
}
