/** Whether somebody answers at an address. */
import { execFile } from "node:child_process"
import type { Address } from "@cni-ipam/core"
import { formatAddress } from "@cni-ipam/core"

export type PingResult = "answers" | "silent" | "cannot ask"

export type Ping = (address: Address) => Promise<PingResult>

const waitSeconds = "1"

/** Asked by the program `ping`, which ends with 1 where nobody answers, and with other codes, or none, where it could not ask. */
export const systemPing: Ping = (address) =>
  new Promise((resolve) => {
    const args = ["-n", "-q", "-c", "1", "-W", waitSeconds, formatAddress(address)]
    execFile("ping", args, { timeout: 5000 }, (error) => {
      if (error === null) resolve("answers")
      else resolve(error.code === 1 ? "silent" : "cannot ask")
    })
  })
