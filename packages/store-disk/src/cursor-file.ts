/** `last_reserved_ip.<range set>`: where the round-robin search of a set goes on. */
import type { Address } from "@cni-ipam/core"
import { formatAddress, parseAddress } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft } from "fp-ts/lib/Either.js"
import { toUndefined } from "fp-ts/lib/Option.js"
import type { FileError, FileSystem } from "./file-system.js"
import type { NetworkPaths } from "./paths.js"
import { cursorPath } from "./paths.js"
import { bytesOf, textOf } from "./text.js"

const mode = 0o600

/** A hint: one that is missing or cannot be read only makes the search begin at the start. */
export const readCursor = (
  fs: FileSystem,
  paths: NetworkPaths,
  rangeSet: string,
): Address | undefined => {
  const content = fs.read(cursorPath(paths, rangeSet))
  return isLeft(content) ? undefined : toUndefined(parseAddress(textOf(content.right)))
}

/**
 * In place, as host-local does: to replace a file makes ext4 write it out at once, which costs
 * more than all the rest of the command.
 */
export const writeCursor = (
  fs: FileSystem,
  paths: NetworkPaths,
  rangeSet: string,
  address: Address,
): Either<FileError, void> =>
  fs.write(cursorPath(paths, rangeSet), bytesOf(formatAddress(address)), mode)
