import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { CniVersion } from "./cni-version.js"
import type { Command } from "./command.js"
import type { VersionError } from "./version-rule.js"
import { explainVersionError, versionFor } from "./version-rule.js"

describe("a command that was always there", () => {
  it("is given in any version that is spoken here", () => {
    expect(versionFor("ADD", "0.1.0")).toEqual(right("0.1.0"))
    expect(versionFor("DEL", "1.1.0")).toEqual(right("1.1.0"))
  })

  it.each(["1.2.0", "0.3", "1", "x"])(
    "is refused in version %j, and told what is spoken",
    (version) => {
      const error: VersionError = { _tag: "IncompatibleVersion", version }
      expect(versionFor("ADD", version)).toEqual(left(error))
      expect(explainVersionError(error)).toEqual({
        msg: "incompatible CNI versions",
        details: `config is "${version}", plugin supports ["0.1.0" "0.2.0" "0.3.0" "0.3.1" "0.4.0" "1.0.0" "1.1.0"]`,
      })
    },
  )
})

describe("a command that came later", () => {
  it.each<[Command, string, VersionError["_tag"]]>([
    ["CHECK", "0.3.1", "ConfigTooOld"],
    ["GC", "1.0.0", "ConfigTooOld"],
    ["STATUS", "0.1.0", "ConfigTooOld"],
    ["CHECK", "1.2.0", "PluginTooOld"],
    ["GC", "2.0.0", "PluginTooOld"],
    // Between two versions that are spoken, but none of them.
    ["CHECK", "1.0.5", "IncompatibleVersion"],
    ["STATUS", "x", "UnreadableVersion"],
    ["GC", "1.2.3.4", "UnreadableVersion"],
  ])("%s is refused in version %j as %s", (command, version, tag) => {
    expect(versionFor(command, version)).toMatchObject({ _tag: "Left", left: { _tag: tag } })
  })

  it.each<[Command, CniVersion]>([
    ["CHECK", "0.4.0"],
    ["GC", "1.1.0"],
    ["STATUS", "1.1.0"],
  ])("%s is allowed from %s on", (command, version) => {
    expect(versionFor(command, version)).toEqual(right(version))
  })
})
