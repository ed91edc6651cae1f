import { memoryIo, runPlugin } from "@cni-ipam/cni"
import { describe, expect, it } from "vitest"
import { ipamDsStatic } from "./index.js"

const call = async (command: string, ipam: object, fields: object = {}) => {
  const io = memoryIo({
    env: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: "c1",
      CNI_NETNS: "/run/netns/c1",
      CNI_IFNAME: "eth0",
      CNI_PATH: "/opt/cni/bin",
    },
    input: JSON.stringify({ cniVersion: "1.1.0", name: "lan", ipam, ...fields }),
  })
  const exit = await runPlugin(ipamDsStatic("1.2.3"), io)
  const output = io.output()
  const answer: unknown = output === "" ? undefined : JSON.parse(output)
  return { exit, answer, files: io.files }
}

const pools = [{ name: "web", "requested-ip": "10.0.0.5", unknown: [null, { a: 1 }] }, "odd"]

describe.each(["ADD", "DEL", "CHECK", "STATUS"])("%s", (command) => {
  it("answers with the pools as they are, and with the addresses that there were", async () => {
    const ips = [{ address: "10.0.0.5/24" }]
    const prevResult = { ips, routes: [{ dst: "0.0.0.0/0" }], pools: ["old"] }
    expect(await call(command, { pools }, { prevResult })).toMatchObject({
      exit: 0,
      answer: { cniVersion: "1.1.0", ips, routes: [], dns: {}, pools },
    })
    expect(await call(command, { pools: [] })).toMatchObject({ answer: { ips: [], pools: [] } })
  })

  it("says what is wrong with the pools", async () => {
    expect(await call(command, {})).toMatchObject({
      exit: 1,
      answer: { code: 104, msg: "can't proceed without ipam.pools field" },
    })
    expect(await call(command, { pools: "web" })).toMatchObject({
      answer: { code: 6, msg: 'ipam.pools must be an array of pools, found "web"' },
    })
    expect(await call(command, { pools, logLevel: "x" })).toMatchObject({ answer: { code: 7 } })
  })
})

it("GC has nothing to do", async () => {
  expect(await call("GC", {})).toMatchObject({ exit: 0, answer: undefined })
})

it("the log at the level debug begins with the version", async () => {
  const { files } = await call("ADD", { pools, logLevel: "debug" })
  expect(files.get("/var/log/cni/ipam-ds-static.log")).toMatch(
    /^\S+ debug ipam-ds-static version 1\.2\.3\n/,
  )
})
