/** Pods as a kubelet has containerd run them, to which our host-local gives addresses. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { formatAddress, leases } from "@cni-ipam/core"
import { diskStore, nodeFileSystem } from "@cni-ipam/store-disk"
import { isLeft } from "fp-ts/lib/Either.js"
import { afterAll, describe, expect, onTestFinished, test } from "vitest"
import { type Box, runInside, startBox } from "../box/box.js"
import { leasesIn } from "../host-local/lease-files.js"
import { folderForFile } from "../plugin/folders.js"
import { tool } from "../tools/debian.js"
import { bridgeFolder } from "./bridge-folder.js"
import { bridgeNetwork, usable } from "./bridge-network.js"
import { startContainerd } from "./containerd.js"
import { containerdVersions } from "./containerd-settings.js"

const bin = await bridgeFolder()
const ping = await tool("ping")
const PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

/** containerd 1.6 does not ask for the status of a network. */
const problemWhenFull = {
  "1.6": undefined,
  "2.1":
    "Network plugin returns error: no IP addresses available in range set: 10.85.0.1-10.85.0.14",
}

/** Who holds each address, as a program sees it. */
const holdersIn = async (dataDir: string): Promise<Readonly<Record<string, unknown>>> => {
  const context = { node: "test", warn: () => undefined }
  const store = diskStore({ fs: nodeFileSystem(), dataDir, lockTimeout: 10_000 }, context)
  const listed = await leases(store)("lan")()
  if (isLeft(listed)) throw new Error(JSON.stringify(listed.left))
  return Object.fromEntries(
    listed.right.leases.map(({ address, owner, podNamespace, podName }) => [
      formatAddress(address),
      `${owner.containerId} ${owner.ifname} ${podNamespace}/${podName}`,
    ]),
  )
}

/** Fails unless every pod is answered at each of these addresses. */
const allReach = async (box: Box, addresses: readonly string[]): Promise<void> => {
  const pods = (await runInside(box, ["ls", "/run/netns"], { PATH })).stdout.trim().split("\n")
  expect(pods).not.toHaveLength(0)
  for (const pod of pods)
    for (const address of addresses)
      await runInside(box, ["ip", "netns", "exec", pod, ping, "-c1", "-W5", address], { PATH })
}

describe.each(containerdVersions)("containerd %s", async (version) => {
  const folder = await folderForFile()
  const [networks, dataDir] = [join(folder, "networks"), join(folder, "leases")]
  for (const place of [networks, dataDir]) await mkdir(place)
  const config = bridgeNetwork("lan", dataDir, version === "1.6" ? "1.0.0" : "1.1.0")
  await writeFile(join(networks, "10-lan.conflist"), JSON.stringify(config))
  const box = await startBox()
  const places = { folder: join(folder, "containerd"), bin, networks }
  const { cri, release } = await startContainerd(box, version, places)
  afterAll(async () => {
    // What outlives containerd holds its output open.
    await box.release()
    await release()
  })

  const held = async (): Promise<readonly string[]> => Object.keys(await leasesIn(dataDir, "lan"))

  const runPod = async (name: string): Promise<string> => {
    const pod = await cri.run("shop", name)
    onTestFinished(() => cri.remove(pod))
    return pod
  }

  test("gives pods addresses of both families, at which they reach each other", async () => {
    const [web, db] = [await runPod("web"), await runPod("db")]
    const addresses = [...(await cri.addresses(web)), ...(await cri.addresses(db))]
    expect(addresses.map((address) => (address.includes(":") ? 6 : 4))).toEqual([4, 6, 4, 6])
    expect((await held()).toSorted()).toEqual(addresses.toSorted())
    await allReach(box, addresses)
    const holders = [`${web} eth0 shop/web`, `${db} eth0 shop/db`].flatMap((one) => [one, one])
    expect(await holdersIn(dataDir)).toEqual(
      Object.fromEntries(addresses.map((address, index) => [address, holders[index]])),
    )
  })

  test("gives back what a pod had, as often as it is told to", async () => {
    const pod = await cri.run("shop", "cart")
    expect(await held()).toHaveLength(2)
    await cri.stop(pod)
    expect(await held()).toEqual([])
    await cri.stop(pod)
    await cri.remove(pod)
    expect(await held()).toEqual([])
  })

  test("runs as many pods at once as there are addresses, and no more", async () => {
    const names = Array.from({ length: usable }, (_, index) => `pod-${index}`)
    const pods = await Promise.all(names.map(runPod))
    const addresses = (await Promise.all(pods.map(cri.addresses))).flat()
    expect(new Set(addresses).size).toBe(2 * usable)

    await expect(cri.run("shop", "late")).rejects.toThrow("no IP addresses available")
    expect((await held()).toSorted()).toEqual(addresses.toSorted())
    expect(await cri.networkProblem()).toEqual(problemWhenFull[version])
    await cri.stop(pods[0] ?? "")
    const [address = ""] = await cri.addresses(await runPod("late"))
    expect(addresses).toContain(address)
  })
})
