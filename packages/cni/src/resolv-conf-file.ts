/** The DNS part of a result, from the file that `ipam.resolvConf` names. */
import type { Dns } from "@cni-ipam/core"
import { parseResolvConf } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { bimap, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { Io } from "./io.js"

export type ResolvConfError = {
  readonly _tag: "UnreadableResolvConf"
  readonly path: string
  readonly reason: string
}

/**
 * Reads the file; no path at all is as good as an empty file.
 *
 * @example
 * readResolvConf(io, "/etc/resolv.conf")
 */
export const readResolvConf = (io: Io, path = ""): Either<ResolvConfError, Dns> =>
  path === ""
    ? right({})
    : pipe(
        io.readFile(path),
        bimap(
          (reason): ResolvConfError => ({ _tag: "UnreadableResolvConf", path, reason }),
          parseResolvConf,
        ),
      )

export const explainResolvConfError = ({ path, reason }: ResolvConfError): string =>
  `ipam.resolvConf: cannot read ${path}: ${reason}`
