/** Whether somebody answers at an address. */
import { execFile } from "node:child_process"
import type { Address } from "@cni-ipam/core"
import { formatAddress } from "@cni-ipam/core"

/**
 * `silent` where nobody answers, or no way leads to; `cannot ask` where nobody knows, because this
 * process may not ask, or has nothing to ask with.
 */
export type PingResult = "answers" | "silent" | "cannot ask"

export type Ping = (address: Address) => Promise<PingResult>

const waitSeconds = "1"

/** What programs called `ping` say of addresses that no single machine can be reached by. */
const noWay = /unreachable|no route to host|ping broadcast|address family not supported/i

/**
 * What a run of the program came to. Its code does not tell: iputils' ends with 2 both where no way
 * leads to the address and where it may open no socket, and busybox' with 1 in every case.
 */
export const readPing = (code: unknown, complaint: string): PingResult => {
  if (code === 0) return "answers"
  if (noWay.test(complaint)) return "silent"
  return code === 1 && complaint.trim() === "" ? "silent" : "cannot ask"
}

/** Asked by the program `ping`. */
export const systemPing: Ping = (address) =>
  new Promise((resolve) => {
    const args = ["-n", "-q", "-c", "1", "-W", waitSeconds, formatAddress(address)]
    const env = { ...process.env, LC_ALL: "C" }
    execFile("ping", args, { timeout: 5000, env }, (error, _, complaint) => {
      resolve(readPing(error === null ? 0 : error.code, complaint))
    })
  })
