import fc from "fast-check"
import type { Command } from "../command.js"
import { command } from "../command.js"

/** Opens another handle on the data, and closes the one before. */
export const reopen: fc.Arbitrary<Command> = fc.constant(
  command("reopen", async (_, real) => {
    const before = real.store
    real.store = await real.place.open()
    await real.place.close(before)
  }),
)
