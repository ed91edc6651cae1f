/** Bun, which runs a few lines of TypeScript as a process of its own that a test can kill. */
import { join } from "node:path"

/** The program itself. What lies in `.bin` is a shell script, which would die in its stead. */
export const bun = join(import.meta.dirname, "../../node_modules/bun/bin/bun.exe")
