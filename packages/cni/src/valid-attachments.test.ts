import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { explainMissingAttachments, readValidAttachments } from "./valid-attachments.js"

const key = "cni.dev/valid-attachments"
const misnamed = "cni.dev/attachments"
const c1 = { containerID: "c1", ifname: "eth0" }
const c2 = { containerID: "c2", ifname: "eth1" }

describe("the valid attachments", () => {
  it("are owners of leases", () => {
    expect(readValidAttachments({ [key]: [c1, c2] })).toEqual(
      right([
        { containerId: "c1", ifname: "eth0" },
        { containerId: "c2", ifname: "eth1" },
      ]),
    )
  })

  it.each([[[]], [null]])("are none when the list is %j", (list) => {
    expect(readValidAttachments({ [key]: list })).toEqual(right([]))
  })

  it("are read from the misnamed list only when there is no other", () => {
    expect(readValidAttachments({ [misnamed]: [c2] })).toEqual(
      right([{ containerId: "c2", ifname: "eth1" }]),
    )
    expect(readValidAttachments({ [misnamed]: [c2], [key]: [c1] })).toEqual(
      right([{ containerId: "c1", ifname: "eth0" }]),
    )
    expect(readValidAttachments({ [misnamed]: [c2], [key]: null })).toEqual(right([]))
  })

  it("are not known where no list is sent", () => {
    expect(readValidAttachments({ name: "lan" })).toEqual(left({ _tag: "MissingAttachments" }))
    expect(explainMissingAttachments()).toBe(
      "cni.dev/valid-attachments is missing: nothing was freed",
    )
  })

  it.each([
    [{}, key],
    [["c1"], `${key}[0]`],
    [[c1, { containerID: "c2" }], `${key}[1].ifname`],
    [[{ containerID: 5, ifname: "eth0" }], `${key}[0].containerID`],
  ])("are not %j", (list, path) => {
    expect(readValidAttachments({ [key]: list })).toMatchObject(left({ _tag: "Decode", path }))
  })
})
