/** What a refusal of the file system means to whoever uses the store. */
import type { StoreError } from "@cni-ipam/core"
import type { FileError } from "./file-system.js"

export const unavailable =
  (operation: string) =>
  ({ path, code }: FileError): StoreError => ({
    _tag: "Unavailable",
    operation,
    subject: path,
    reason: code,
  })
