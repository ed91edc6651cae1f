/** An image with a shell and nothing else, as a tar file that `docker import` takes. */
import { execFile } from "node:child_process"
import { copyFile, mkdir, symlink } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { tool } from "../tools/debian.js"

const commands = ["sh", "sleep", "ip", "ping", "cat", "true"]

export const busyboxImage = async (folder: string): Promise<string> => {
  const root = join(folder, "rootfs")
  const file = join(folder, "busybox.tar")
  await mkdir(join(root, "bin"), { recursive: true })
  await mkdir(join(root, "etc"))
  await copyFile(await tool("busybox"), join(root, "bin/busybox"))
  for (const name of commands) await symlink("busybox", join(root, "bin", name))
  await promisify(execFile)("tar", ["-C", root, "-cf", file, "."])
  return file
}
