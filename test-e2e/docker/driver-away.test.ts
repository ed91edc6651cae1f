/** dockerd starts while its driver is away: it goes on with what it had, and asks for nothing again. */
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, describe, expect, test } from "vitest"
import { startBox } from "../box/box.js"
import { busyboxImage } from "../box/busybox-image.js"
import { builtPlugin } from "../plugin/built-plugin.js"
import { folderForFile } from "../plugin/folders.js"
import { startEtcd } from "../servers/etcd-server.js"
import { dockerDaemon, dockerVersions } from "./docker-daemon.js"
import { startDriver } from "./driver-process.js"
import { kontenaKeys } from "./kontena-keys.js"

const program = await builtPlugin("kontena-ipam")
const image = await busyboxImage(await folderForFile())

describe.concurrent("a driver that was away when dockerd started", () => {
  test.each(dockerVersions)("keeps the pool of the networks of dockerd %s", async (version) => {
    const folder = await folderForFile()
    const plugins = join(folder, "plugins")
    await mkdir(plugins)
    const etcd = await startEtcd()
    afterAll(etcd.release)
    const box = await startBox({ plugins })
    afterAll(box.release)
    const { docker, refusal, start, stop } = await dockerDaemon(box, version, folder)
    const env = { ETCD_ENDPOINT: etcd.url, NODE_ID: "n1" }
    const driver = await startDriver({ program, folder: plugins, env })
    afterAll(driver.kill)
    const ipam = (pool: string) => [
      ...["network", "create", "--ipam-driver", "kontena-ipam", "--ipam-opt", `network=${pool}`],
    ]
    const network = (name: string, ...more: readonly string[]) => [
      ...[...ipam("p"), "--subnet", "10.81.0.0/24", ...more, name],
    ]
    const run = ["run", "-d", "--stop-timeout", "1", "--network", "first"]

    await start()
    await docker("import", image, "busybox")
    await docker(...network("first"))
    await docker(...run, "--name", "one", "busybox", "sleep", "1000")
    await stop()
    await driver.kill()
    await start()
    await driver.restart()

    const more = ["--gateway", "10.81.0.1"]
    for (const words of [network("second"), network("second", ...more)]) {
      expect(await refusal(...words)).toMatch(/overlap|conflicts/)
      expect(await kontenaKeys(etcd)).toContain("pools/p")
      await docker("start", "one")
    }
    const held = await kontenaKeys(etcd)
    const field = "{{.NetworkSettings.Networks.first.IPAddress}}"
    expect(held).toContain(`addresses/p/${await docker("inspect", "-f", field, "one")}`)
    expect(held).toContain("subnets/10.81.0.0")

    // Docker repeats without its body what the driver was serving when it was killed.
    etcd.pause()
    const third = refusal(...ipam("q"), "third")
    await sleep(1000)
    await driver.kill()
    etcd.resume()
    await driver.restart()
    expect(await third).toContain("the driver was stopped while it served it: try again")

    await docker("rm", "-f", "one")
    await docker("network", "rm", "first")
    expect(await kontenaKeys(etcd)).toEqual([])
  })
})
