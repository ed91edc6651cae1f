/**
 * Where ours is meant to differ from Debian's Go plugin: what that one does, and what ours does
 * instead. Whoever changes over relies on this list to be complete.
 */
import { describe } from "vitest"
import { commands } from "./differences/commands.js"
import { configurations } from "./differences/configurations.js"
import { errors } from "./differences/errors.js"
import { files } from "./differences/files.js"
import { rarities } from "./differences/rarities.js"
import { twinTests } from "./twin-tests.js"

const withTwins = await twinTests()

describe("unlike Go,", () => {
  errors(withTwins)
  configurations(withTwins)
  commands(withTwins)
  files(withTwins)
  rarities(withTwins)
})
