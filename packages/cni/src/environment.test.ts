import { right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { explainEnvironmentError, readEnvironment } from "./environment.js"

const complete = {
  CNI_CONTAINERID: "c1",
  CNI_NETNS: "/run/netns/c1",
  CNI_IFNAME: "eth0",
  CNI_PATH: "/opt/cni/bin",
}

const explained = (command: string, env: Record<string, string | undefined>) => {
  const read = readEnvironment(command, env)
  return read._tag === "Left" ? explainEnvironmentError(read.left) : read.right
}

describe("an environment that says everything", () => {
  it("is read as it is", () => {
    const env = { ...complete, CNI_ARGS: "IP=10.0.0.1" }
    expect(readEnvironment("ADD", env)).toEqual(
      right({
        containerId: "c1",
        netns: "/run/netns/c1",
        ifname: "eth0",
        args: "IP=10.0.0.1",
        netnsOverride: false,
      }),
    )
  })

  it.each(["1", "true", "TRUE", "True"])("allows our own namespace with %j", (value) => {
    const env = { ...complete, CNI_NETNS_OVERRIDE: value }
    expect(readEnvironment("ADD", env)).toMatchObject(right({ netnsOverride: true }))
  })

  it.each(["", "0", "yes"])("does not allow our own namespace with %j", (value) => {
    const env = { ...complete, CNI_NETNS_OVERRIDE: value }
    expect(readEnvironment("ADD", env)).toMatchObject(right({ netnsOverride: false }))
  })
})

describe("an environment that lacks something", () => {
  it.each([
    ["ADD", "CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH"],
    ["CHECK", "CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH"],
    ["DEL", "CNI_CONTAINERID,CNI_IFNAME,CNI_PATH"],
    ["GC", "CNI_PATH"],
    ["STATUS", "CNI_PATH"],
  ])("names all that %s needs: %s", (command, names) => {
    expect(explained(command, {})).toEqual({ msg: `required env variables [${names}] missing` })
  })

  it("takes an empty variable for a missing one", () => {
    expect(explained("ADD", { ...complete, CNI_NETNS: "" })).toEqual({
      msg: "required env variables [CNI_NETNS] missing",
    })
  })

  it("is good enough for a DEL after the namespace is gone", () => {
    expect(readEnvironment("DEL", { ...complete, CNI_NETNS: "" })._tag).toBe("Right")
  })

  it("is good enough for a command that nobody knows, which is refused later", () => {
    expect(readEnvironment("FOO", {})._tag).toBe("Right")
  })
})

describe("a value that cannot be", () => {
  it.each([
    ["CNI_CONTAINERID", "a/b", { msg: "invalid characters in containerID", details: "a/b" }],
    [
      "CNI_IFNAME",
      "0123456789abcdef",
      {
        msg: "interface name is too long",
        details: "interface name should be less than 16 characters",
      },
    ],
    ["CNI_IFNAME", "ééééééééé", { msg: "interface name is too long" }],
    ["CNI_IFNAME", ".", { msg: "interface name is . or .." }],
    ["CNI_IFNAME", "..", { msg: "interface name is . or .." }],
    ...["a/b", "a:b", "a b", "a\tb", "a\u0085b", "a\u00a0b"].map(
      (name): [string, string, object] => [
        "CNI_IFNAME",
        name,
        { msg: "interface name contains / or : or whitespace characters" },
      ],
    ),
  ])("%s=%j is refused", (variable, value, explanation) => {
    expect(explained("ADD", { ...complete, [variable]: value })).toMatchObject(explanation)
  })

  it("is reported before whatever is missing", () => {
    expect(explained("ADD", { CNI_IFNAME: "a/b" })).toMatchObject({
      msg: expect.stringContaining("contains /"),
    })
  })

  it("does not matter to a command that does not need it", () => {
    expect(readEnvironment("GC", { CNI_PATH: "/", CNI_CONTAINERID: "a/b" })._tag).toBe("Right")
  })

  it("may be as long as an interface name can be", () => {
    expect(readEnvironment("ADD", { ...complete, CNI_IFNAME: "0123456789abcde" })._tag).toBe(
      "Right",
    )
  })
})
