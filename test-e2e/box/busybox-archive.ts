/** The image of `busyboxImage`, with what runs in it, as a tar file that containerd imports. */
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { busyboxImage } from "./busybox-image.js"

const architectures: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" }

/** @param tag such as `local/pause:1`, with which it is known to `docker.io`. */
export const busyboxArchive = async (
  folder: string,
  tag: string,
  command: readonly string[],
): Promise<string> => {
  const content = join(folder, "archive")
  const file = join(folder, "archive.tar")
  await mkdir(content)
  const layer = join(content, "layer.tar")
  await copyFile(await busyboxImage(folder), layer)
  const digest = createHash("sha256")
    .update(await readFile(layer))
    .digest("hex")
  const config = {
    architecture: architectures[process.arch] ?? process.arch,
    os: "linux",
    config: { Cmd: command, Env: ["PATH=/bin"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${digest}`] },
  }
  const manifest = [{ Config: "config.json", RepoTags: [tag], Layers: ["layer.tar"] }]
  await writeFile(join(content, "config.json"), JSON.stringify(config))
  await writeFile(join(content, "manifest.json"), JSON.stringify(manifest))
  await promisify(execFile)("tar", ["-C", content, "-cf", file, "."])
  return file
}
