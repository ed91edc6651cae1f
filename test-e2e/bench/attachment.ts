/** Whom leases belong to. */
import { createHash } from "node:crypto"

/** The id of a container, as long and as random as a runtime's; the same for the same number. */
export const containerIdOf = (number: number): string =>
  createHash("sha256").update(`container ${number}`).digest("hex")
