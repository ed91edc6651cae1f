/** Keeps the token out of all that is told of calls: some servers send back what they were sent. */
import type { HttpFailure } from "@cni-ipam/store-kv"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { ApiCall, ConnectConsul } from "./consul-api.js"

const substitute = "(the token)"

/** Only texts are told; what is JSON is read as Consul's answer or not at all. */
const withoutToken =
  (token: string) =>
  (call: ApiCall): ApiCall =>
    pipe(
      call,
      TE.bimap(
        (failure): HttpFailure => ({
          ...failure,
          reason: failure.reason.replaceAll(token, substitute),
        }),
        ({ status, body }) => ({
          status,
          body: typeof body === "string" ? body.replaceAll(token, substitute) : body,
        }),
      ),
    )

/** @example discreet(packageConsul) */
export const discreet =
  (connect: ConnectConsul): ConnectConsul =>
  (server, access) => {
    const api = connect(server, access)
    const { token } = access
    if (token === undefined) return api
    const hide = withoutToken(token)
    return {
      ...api,
      transact: (operations, options) => hide(api.transact(operations, options)),
      list: (prefix, listing, options) => hide(api.list(prefix, listing, options)),
    }
  }
