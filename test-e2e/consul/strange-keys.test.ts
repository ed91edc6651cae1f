/** Keys of others among the leases of a network. */
import { afterAll, expect, test } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { startConsul } from "../servers/consul-server.js"
import { addressesIn, addressOf, network } from "./network.js"

const bin = await builtPlugins("consul")
const server = await startConsul()
afterAll(server.release)

const lan = (name: string) =>
  network(bin, {
    name,
    ipam: { type: "consul", ...addressOf(server.url), subnet: "10.0.0.0/24", node: "n1" },
  })

const collectAll = { fields: { "cni.dev/valid-attachments": [] } }

test("what is not named like an address stops nothing, and nothing is said of it", async () => {
  const folder = "cni-ipam/foreign/"
  for (const name of ["note", "x/y", "010.0.0.3", "10.0.0.0/24", "sub/10.0.0.2", "empty/"])
    await server.admin.put(`${folder}${name}`, "somebody's")
  const before = await server.admin.list(folder)
  const call = lan("foreign")
  expect(addressesIn((await call("ADD", "a")).answer)).toEqual(["10.0.0.2/24"])
  for (const [command, id, more] of [
    ["CHECK", "a", { fields: { prevResult: { ips: [{ address: "10.0.0.2/24" }] } } }],
    ["STATUS", undefined, {}],
    ["GC", undefined, collectAll],
  ] as const)
    expect(await call(command, id, more)).toMatchObject({ exit: 0, said: "" })
  expect(await server.admin.list(folder)).toEqual(before)
})

test("what is named like an address keeps it, and is reported if it is no lease", async () => {
  const folder = "cni-ipam/reserved/"
  await server.admin.put(`${folder}10.0.0.2`, "for the printer")
  await server.admin.put(`${folder}FD00::2`, '{"ip": "fd00::2", "id": "c"}')
  const call = lan("reserved")
  const added = await call("ADD", "a")
  expect(added.exit).toBe(0)
  expect(addressesIn(added.answer)).not.toContain("10.0.0.2/24")
  const { exit, answer } = await call("GC", undefined, collectAll)
  expect({ exit, answer }).toMatchObject({ exit: 1, answer: { code: 5 } })
  expect(answer["details"]).toBe(
    `${folder}10.0.0.2 holds no lease; ${folder}FD00::2 holds no lease: that of this address is ${folder}fd00::2`,
  )
  expect([...(await server.admin.list(folder)).keys()].toSorted()).toEqual([
    `${folder}10.0.0.2`,
    `${folder}FD00::2`,
  ])
})
