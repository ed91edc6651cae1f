/** Which delegates there are, and how long each may take: `ipam.delegates`. */
import type { PluginError } from "@cni-ipam/cni"
import { logFields } from "@cni-ipam/cni"
import { arrayOf, decode, Integer, object, Text } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"

export interface DelegatesConfig {
  readonly delegates: readonly [string, ...string[]]
  /** Milliseconds. */
  readonly timeout: number
}

/** Of the plugin itself. */
export const name = "ipam-delegated"

const defaultTimeoutMs = 30_000
/** Timers of a longer time end at once. */
const longestTimeoutMs = 2 ** 31 - 1

const Ipam = object(
  {},
  { delegates: arrayOf(Text, "names of plugins"), delegateTimeout: Integer, ...logFields },
)

const Config = object({}, { ipam: Ipam })

/** The numbers are those that users of the first ipam-delegated know. */
const missing: PluginError = {
  _tag: "Reported",
  code: 104,
  msg: "can't proceed without ipam.delegates field",
}

const invalid = (msg: string): PluginError => ({ _tag: "Reported", code: 107, msg })

/** A name is looked for in the folders of CNI_PATH, and must not lead out of them. */
const isPluginName = (text: string): boolean => /^[^/\0]+$/.test(text) && !/^\.{1,2}$/.test(text)

/** @example readDelegates({ ipam: { delegates: ["ipam-ds-static", "ipam-da-consul"] } }) */
export const readDelegates = (input: unknown): E.Either<PluginError, DelegatesConfig> =>
  pipe(
    decode(Config)(input),
    E.mapLeft((error): PluginError => error),
    E.flatMap(({ ipam }) => {
      const { delegates, delegateTimeout: timeout = defaultTimeoutMs } = ipam ?? {}
      if (delegates === undefined) return E.left(missing)
      const [first, ...others] = delegates
      if (first === undefined)
        return E.left(invalid("ipam.delegates: expected at least one plugin, got none"))
      const wrong = delegates.find((one) => !isPluginName(one))
      if (wrong !== undefined)
        return E.left(
          invalid(`ipam.delegates: ${JSON.stringify(wrong)} is not the name of a plugin`),
        )
      // With the same configuration it would run itself, and so on.
      if (delegates.includes(name))
        return E.left(invalid(`ipam.delegates: ${name} cannot be its own delegate`))
      if (timeout <= 0 || timeout > longestTimeoutMs)
        return E.left(
          invalid(`ipam.delegateTimeout: expected 1 to ${longestTimeoutMs} ms, got ${timeout}`),
        )
      return E.right({ delegates: [first, ...others], timeout })
    }),
  )
