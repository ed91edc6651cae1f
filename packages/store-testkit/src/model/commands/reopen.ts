import fc from "fast-check"
import { answer } from "../../answer.js"
import type { Command } from "../command.js"
import { command } from "../command.js"

/** Opens another handle on the data, and closes the one before. */
export const reopen: fc.Arbitrary<Command> = fc.constant(
  command("reopen", async (_, real) => {
    const before = real.store
    real.store = await real.open()
    await answer(before.close)
  }),
)
