/** The driver under real dockerds: a network's life, a container's, and what each sees of errors. */

import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { runInside, startBox } from "../box/box.js"
import { busyboxImage } from "../box/busybox-image.js"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"
import { dockerDaemon, dockerSocket, dockerVersions } from "./docker-daemon.js"
import { startDriver } from "./driver-process.js"
import { kontenaKeys } from "./kontena-keys.js"
import { lateRefusals, refusalsIn } from "./refusals.js"

const program = await builtPlugin("kontena-ipam")
const image = await busyboxImage(await folderForFile())

const postNetwork = `
const [socketPath, body] = process.argv.slice(-2)
const headers = { "Content-Type": "application/json" }
const options = { socketPath, path: "/networks/create", method: "POST", headers }
require("node:http").request(options, (answer) => answer.pipe(process.stdout)).end(body)
`

const ipam = (network: string, ...more: readonly string[]) => [
  ...["network", "create", "--ipam-driver", "kontena-ipam", "--ipam-opt", `network=${network}`],
  ...more,
]

for (const version of dockerVersions) {
  const folder = await folderForFile()
  const plugins = join(folder, "plugins")
  await mkdir(plugins)
  const etcd = await startEtcd()
  afterAll(etcd.release)
  const box = await startBox({ plugins })
  afterAll(box.release)
  const daemon = await dockerDaemon(box, version, folder)
  const { docker, refusal } = daemon
  const env = { ETCD_ENDPOINT: etcd.url, NODE_ID: "n1", LOG_LEVEL: "0" }
  const start = async (more: Readonly<Record<string, string>> = {}) => {
    const started = await startDriver({ program, folder: plugins, env: { ...env, ...more } })
    afterAll(started.kill)
    return started
  }
  const driver = await start()
  await start({
    ...{ IPAM_DRIVER_NAME: "small", KONTENA_IPAM_SUPERNET: "10.84.0.0/30" },
    KONTENA_IPAM_SUBNET_LENGTH: "30",
  })
  await start({ IPAM_DRIVER_NAME: "lost", ETCD_ENDPOINT: "http://127.0.0.1:1" })

  const addressOf = (container: string, network: string, field = "IPAddress") =>
    docker(
      "inspect",
      "-f",
      `{{(index .NetworkSettings.Networks "${network}").${field}}}`,
      container,
    )
  const configOf = async (network: string): Promise<unknown> =>
    JSON.parse(await docker("network", "inspect", "-f", "{{json .IPAM.Config}}", network))
  const run = (name: string, network: string, ...more: readonly string[]) =>
    docker(
      ...["run", "-d", "--name", name, "--network", network],
      // Docker stops them when it stops itself, and this program waits to be killed.
      ...["--stop-timeout", "1", ...more, "busybox", "sleep", "1000"],
    )
  /** What Docker says to a request that its client would not send. */
  const createNetwork = async (body: object): Promise<string> => {
    const words = [process.execPath, "-e", postNetwork, dockerSocket, JSON.stringify(body)]
    return (await runInside(box, words, {})).stdout
  }
  const empty = async () => expect(await kontenaKeys(etcd)).toEqual([])

  // Both have their tests at once: most of the time they wait for what they have started.
  describe.concurrent(`dockerd ${version}`, () => {
    describe.sequential("with the driver", () => {
      beforeAll(async () => {
        await daemon.start()
        await docker("import", image, "busybox")
      })

      // What a test that failed has left would fail the others.
      afterEach(async () => {
        const words = async (...args: readonly string[]) =>
          (await docker(...args)).split(/\s+/).filter((word) => word !== "")
        for (const id of await words("ps", "-aq")) await docker("rm", "-f", id)
        for (const id of await words("network", "ls", "-q", "--filter", "type=custom"))
          await docker("network", "rm", id)
      })

      test("creates the static network of the README, and gives addresses of its range", async () => {
        await docker(
          ...ipam("kontena", "--subnet", "10.81.0.0/16"),
          "--ip-range",
          "10.81.128.0/17",
          "kontena",
        )
        expect(await configOf("kontena")).toMatchObject([
          { Subnet: "10.81.0.0/16", IPRange: "10.81.128.0/17" },
        ])
        await run("web", "kontena")
        await run("db", "kontena", "--ip", "10.81.3.4")
        expect(await addressOf("web", "kontena")).toBe("10.81.128.0")
        expect(await addressOf("db", "kontena")).toBe("10.81.3.4")
        expect(await kontenaKeys(etcd)).toEqual(
          expect.arrayContaining([
            "addresses/kontena/10.81.128.0",
            "addresses/kontena/10.81.3.4",
            "pool-nodes/kontena/n1",
            "pools/kontena",
            "subnets/10.81.0.0",
          ]),
        )
        expect(
          JSON.parse((await etcd.admin.get("/kontena/ipam/addresses/kontena/10.81.3.4")) ?? ""),
        ).toMatchObject({
          address: "10.81.3.4/16",
          node: "n1",
          mac: await addressOf("db", "kontena", "MacAddress"),
        })
        await docker("exec", "web", "ping", "-c", "1", "-W", "2", "10.81.3.4")
        await docker("rm", "-f", "web", "db")
        await docker("network", "rm", "kontena")
        await empty()
      })

      test("creates dynamic networks, of both families", async () => {
        await docker(...ipam("kontena0"), "kontena0")
        await docker(...ipam("kontena1", "--ipv6"), "kontena1")
        expect(await configOf("kontena0")).toMatchObject([{ Subnet: "10.80.0.0/24" }])
        expect(await configOf("kontena1")).toMatchObject([
          { Subnet: "10.80.1.0/24" },
          { Subnet: "fd80::/64" },
        ])
        await run("web", "kontena1")
        await docker("network", "connect", "kontena0", "web")
        expect(await addressOf("web", "kontena1")).toBe("10.80.1.2")
        expect(await addressOf("web", "kontena1", "GlobalIPv6Address")).toBe("fd80::2")
        expect(await addressOf("web", "kontena0")).toBe("10.80.0.2")
        await docker("network", "disconnect", "kontena1", "web")
        await docker("restart", "-t", "0", "web")
        expect(await addressOf("web", "kontena0")).toBe("10.80.0.3")
        await docker("rm", "-f", "web")
        await docker("network", "rm", "kontena0", "kontena1")
        await empty()
      })

      test("takes gateways and auxiliary addresses", async () => {
        await docker(...ipam("auto", "--subnet", "10.82.0.0/24"), "--gateway", "10.82.0.1", "auto")
        await docker(
          ...ipam("own", "--subnet", "10.83.0.0/24"),
          ...["--gateway", "10.83.0.254", "--aux-address", "router=10.83.0.2", "own"],
        )
        await run("web", "own")
        expect(await addressOf("web", "own")).toMatch(/^10\.83\.0\.(?!1$|2$|254$)/)
        expect(
          await refusal(
            "run",
            "--rm",
            "--network",
            "own",
            "--ip",
            "10.83.0.254",
            "busybox",
            "true",
          ),
        ).toContain("10.83.0.254")
        await docker("rm", "-f", "web")
        await docker("network", "rm", "auto", "own")
        await empty()
      })

      test("shows its user every error", async () => {
        await docker(...ipam("a", "--subnet", "10.84.0.0/30"), "aa")
        await run("web", "aa")
        const said: Record<string, string> = {}
        const expected: Record<string, unknown> = {}
        for (const [title, { ask, says }] of Object.entries(refusalsIn(version))) {
          said[title] =
            typeof ask === "string" ? await refusal(...ask.split(" ")) : await createNetwork(ask)
          expected[title] = expect.stringContaining(says)
        }
        expect(said).toEqual(expected)
        // This one is for the operator: Docker goes on.
        await etcd.admin.put(
          "/kontena/ipam/addresses/a/10.84.0.2",
          '{"address":"10.84.0.2/30","node":"n9"}',
        )
        await docker("rm", "-f", "web")
        expect(daemon.log()).toContain(
          "Address 10.84.0.2 of pool a is held by node n9, which alone",
        )
        for (const [key, says] of Object.entries(lateRefusals)) {
          await etcd.admin.remove(`/kontena/ipam/${key}`)
          await driver.restart()
          expect(await refusal("run", "--rm", "--network", "aa", "busybox", "true")).toContain(says)
        }
        await docker("network", "rm", "aa")
        // What belongs to a pool that was removed by hand, nobody gives back.
        for (const key of await kontenaKeys(etcd)) await etcd.admin.remove(`/kontena/ipam/${key}`)
      })

      test("lets two networks share a pool, of which one may fail", async () => {
        await docker(...ipam("shared", "--subnet", "10.86.0.0/24"), "first")
        expect(await refusal(...ipam("shared", "--subnet", "10.86.0.0/24"), "second")).toMatch(
          /overlap|conflicts/,
        )
        await run("web", "first")
        expect(await addressOf("web", "first")).toBe("10.86.0.2")
        await docker("rm", "-f", "web")
        await docker("network", "rm", "first")
        await empty()
      })

      test("survives the end of the driver, of Docker, and of both", async () => {
        // What is asked for again is of both families, and of auxiliary addresses.
        const more = ["--ipv6", "--aux-address", "router=10.87.0.9"]
        await docker(...ipam("k", "--subnet", "10.87.0.0/24", ...more), "kk")
        await run("one", "kk", "--restart", "always", "--ip", "10.87.0.10")
        await run("two", "kk", "--restart", "always")
        await driver.restart()
        await run("three", "kk")
        await daemon.kill()
        await daemon.start()
        expect(await addressOf("one", "kk")).toBe("10.87.0.10")
        await daemon.stop()
        await driver.restart()
        await daemon.start()
        await docker("run", "--rm", "--network", "kk", "busybox", "true")
        await etcd.restart()
        await run("four", "kk")
        const held = [
          await addressOf("one", "kk"),
          await addressOf("two", "kk"),
          await addressOf("four", "kk"),
        ]
        expect(new Set(held).size).toBe(3)
        await docker("rm", "-f", "one", "two", "three", "four")
        await docker("network", "rm", "kk")
        await empty()
      })
    })
  })
}
