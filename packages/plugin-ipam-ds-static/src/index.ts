/** The delegate `ipam-ds-static`: the pools of the configuration, for the allocators behind it. */
import type { CustomPlugin, Handler, PluginError } from "@cni-ipam/cni"
import { goJson, logFields } from "@cni-ipam/cni"
import { arrayOf, decode, object } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import * as t from "io-ts"

const Config = object(
  {},
  {
    ipam: object({}, { pools: arrayOf(t.unknown, "pools"), ...logFields }),
    prevResult: object({}, { ips: arrayOf(t.unknown, "addresses") }),
  },
)

/** The number is the one that users of the first ipam-ds-static know. */
const missing: PluginError = {
  _tag: "Reported",
  code: 104,
  msg: "can't proceed without ipam.pools field",
}

/** All commands answer alike: an allocator needs the pools for DEL, CHECK and STATUS too. */
const select: Handler = ({ request: { input, version } }) =>
  pipe(
    decode(Config)(input),
    E.mapLeft((error): PluginError => error),
    E.flatMap(({ ipam, prevResult }) =>
      ipam?.pools === undefined
        ? E.left(missing)
        : E.right(
            goJson({
              cniVersion: version,
              ips: prevResult?.ips ?? [],
              routes: [],
              dns: {},
              pools: ipam.pools,
            }),
          ),
    ),
    TE.fromEither,
  )

/** Nothing is held, and garbage is collected in all pools. */
const nothing: Handler = () => TE.right("")

/**
 * @example
 * runPlugin(ipamDsStatic("1.0.0"), processIo())
 */
export const ipamDsStatic = (version: string): CustomPlugin => ({
  name: "ipam-ds-static",
  version,
  debugLogFile: "/var/log/cni/ipam-ds-static.log",
  handlers: { ADD: select, DEL: select, CHECK: select, GC: nothing, STATUS: select },
})
