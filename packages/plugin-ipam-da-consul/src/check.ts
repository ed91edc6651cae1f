/** CHECK: whether the attachment still holds what ADD gave it. */
import { readPreviousAddresses } from "@cni-ipam/cni"
import { formatAddress, formatOwner, sameAddress } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { heldLeases } from "./held-leases.js"
import { codes, report } from "./pool-error.js"
import type { Command } from "./with-pools.js"

export const check: Command = (client) =>
  pipe(
    TE.Do,
    TE.bindW("expected", () =>
      TE.fromEither(readPreviousAddresses(client.invocation.request.input)),
    ),
    TE.bindW("held", () => heldLeases(client)),
    TE.flatMap(({ expected, held: { here } }) => {
      const missing = expected.find((one) => !here.some(({ address }) => sameAddress(address, one)))
      if (here.length > 0 && missing === undefined) return TE.right("")
      const what =
        missing === undefined ? "holds no address" : `does not hold ${formatAddress(missing)}`
      return TE.left(report(codes.notHeld, `container ${formatOwner(client.owner)} ${what}`))
    }),
  )
