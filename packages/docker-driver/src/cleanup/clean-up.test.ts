import { memoryStore } from "@cni-ipam/core"
import { pipe } from "fp-ts/lib/function.js"
import { none } from "fp-ts/lib/Option.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { describe, expect, it } from "vitest"
import { dockerWith, runCleanUp } from "../test/cleanup.js"
import { contentOf, testDriver } from "../test/driver.js"

const setUp = () => {
  const store = memoryStore()
  return { store, one: testDriver(store, "n1"), two: testDriver(store, "n2") }
}

const known = { network: "a", subnets: ["10.80.0.0/24"] }

describe("an address of which Docker does not know", () => {
  it("goes if nobody answers there", async () => {
    const { store, one } = setUp()
    await one.pool("a")
    await one.address("a")
    expect(await runCleanUp(store, dockerWith([known]))).toEqual({
      said: ["deleted address 10.80.0.2 of pool a"],
    })
    expect(await contentOf(store)).toEqual(["pools/a", "subnets/10.80.0.0", "pool-nodes/a/n1"])
  })

  it("stays if nobody may be asked, which is no success", async () => {
    const { store, one } = setUp()
    await one.pool("a")
    await one.address("a")
    expect(
      await runCleanUp(store, dockerWith([known]), { ping: async () => "cannot ask" }),
    ).toEqual({
      said: [
        "kept address 10.80.0.2 of pool a, which Docker does not know: this process cannot ask whether it answers to ping",
      ],
      failure: expect.stringContaining("so that addresses were kept (1): give"),
    })
    expect(await contentOf(store)).toContain("a 10.80.0.2")
  })

  it("stays with its pool if it answers, while other pools go", async () => {
    const { store, one } = setUp()
    await one.pool("a")
    await one.address("a")
    await one.pool("b")
    await one.address("b")
    const ping = async ({ value }: { readonly value: bigint }) =>
      value === 0x0a50_0002n ? ("answers" as const) : ("silent" as const)
    expect(await runCleanUp(store, dockerWith([]), { ping })).toEqual({
      said: [
        "deleted address 10.80.1.2 of pool b",
        "deleted pool b",
        "kept address 10.80.0.2 of pool a, which Docker does not know: it answers to ping",
        "kept pool a, which Docker does not know: it has addresses that were kept",
      ],
    })
    expect(await contentOf(store)).toEqual([
      ...["pools/a", "subnets/10.80.0.0", "pool-nodes/a/n1", "a 10.80.0.2"],
    ])
  })
})

describe("a network of Docker's", () => {
  it("that is removed while the cleanup looks is gone, and stops nothing", async () => {
    const { store, one } = setUp()
    await one.pool("a")
    await one.pool("b")
    const gone = { network: "b", subnets: ["10.80.1.0/24"] }
    expect(await runCleanUp(store, dockerWith([gone, known], [gone]))).toEqual({
      said: ["deleted pool b"],
    })
  })

  it("is not gone if Docker does not list its networks", async () => {
    const { store, one } = setUp()
    await one.pool("a")
    expect(await runCleanUp(store, () => TE.right(none))).toEqual({
      said: [],
      failure: "Docker lists no networks: is it Docker that answers?",
    })
  })
})

describe("a pool that was asked for more often than Docker has networks", () => {
  const said = ["set the count of pool a from 3 to 1, for so many networks has Docker"]
  const overcounted = async () => {
    const { store, one, two } = setUp()
    for (const _ of [1, 2, 3]) await one.pool("a")
    return { store, one, two }
  }

  it("goes with its last network", async () => {
    const { store, one } = await overcounted()
    expect(await runCleanUp(store, dockerWith([known]))).toEqual({ said })
    await one.releasePool("a")
    expect(await contentOf(store)).toEqual([])
  })

  it("is only told of by a dry run", async () => {
    const { store, one } = await overcounted()
    expect(await runCleanUp(store, dockerWith([known]), { isDry: true })).toEqual({
      said: [`would ${said}`],
    })
    await one.releasePool("a")
    await one.releasePool("a")
    expect(await contentOf(store)).toContain("pools/a")
  })

  it("stays as it is if another request came meanwhile", async () => {
    const { store, one } = await overcounted()
    const docker = dockerWith([known])
    const askDocker: typeof docker = (path) =>
      pipe(
        TE.fromTask(() => one.pool("a")),
        TE.flatMap(() => docker(path)),
      )
    expect(await runCleanUp(store, askDocker)).toEqual({ said: [] })
    // Twice was it asked for meanwhile.
    for (const _ of [1, 2, 3, 4]) await one.releasePool("a")
    expect(await contentOf(store)).toContain("pools/a")
  })

  it("has as many requests as there are networks, and never more than it had", async () => {
    const { store, one } = await overcounted()
    expect(await runCleanUp(store, dockerWith([known, known, known, known]))).toEqual({ said: [] })
    await one.pool("a")
    expect(await runCleanUp(store, dockerWith([known, known]))).toEqual({
      said: ["set the count of pool a from 4 to 2, for so many networks has Docker"],
    })
  })
})

describe("a pool of one family", () => {
  const v6 = "fd80::/64"
  it.each([
    ["is of no network", known, ["deleted pool a~6"]],
    ["is of one that has its subnet", { network: "a", subnets: ["10.80.0.0/24", v6] }, []],
    ["is of one that has IPv6", { ...known, hasV6: true }, []],
    [
      "is of no network, as Docker says",
      { network: "a", subnets: [v6], hasV4: false },
      ["deleted pool a"],
    ],
  ])("goes only if nobody uses it: it %s", async (_, network, said) => {
    const { store, one } = setUp()
    await one.pool("a")
    await one.pool("a", { V6: true })
    expect(await runCleanUp(store, dockerWith([network]))).toEqual({ said })
  })
})

describe("what killed drivers have left in the store", () => {
  it.each([
    ["is taken away", false, 1],
    ["stays in a dry run", true, 0],
  ])("%s", async (_, isDry, times) => {
    let tidied = 0
    const tidy = TE.fromIO(() => {
      tidied += 1
    })
    await runCleanUp({ ...memoryStore(), tidy }, dockerWith([]), { isDry })
    expect(tidied).toBe(times)
  })
})

describe("a cleanup of one pool", () => {
  const ofAll = [
    "deleted address 10.80.0.2 of pool a",
    "deleted address 10.80.1.2 of pool b",
    "deleted address fd80::2 of pool a",
    "deleted pool a",
    "deleted pool a~6",
    "deleted pool b",
  ]
  it.each([
    ["is of nothing else", { network: "a", family: 4 }, [ofAll[0], ofAll[3]]],
    ["is of one family", { network: "a", family: 6 }, [ofAll[2], ofAll[4]]],
    ["is of all without one", undefined, ofAll],
  ] as const)("%s", async (_, only, said) => {
    const { store, one } = setUp()
    for (const network of ["a", "b"]) {
      await one.pool(network)
      await one.address(network)
    }
    await one.pool("a", { V6: true })
    await one.address("a~6")
    expect(await runCleanUp(store, dockerWith([]), { only })).toEqual({ said })
  })

  it("fails if there is none", async () => {
    const { store, one } = setUp()
    await one.pool("a")
    const only = { network: "b", family: 4 } as const
    expect(await runCleanUp(store, dockerWith([]), { only })).toEqual({
      said: [],
      failure: "Pool not found: b",
    })
  })
})

it("what a former NODE_ID holds goes with Docker's containers and networks", async () => {
  const { store, one: former, two: present } = setUp()
  await former.pool("a")
  await former.address("a")
  await former.address("a")
  await present.pool("a")
  const web = { ...known, addresses: ["10.80.0.3/24"] }
  expect(await runCleanUp(store, dockerWith([web]))).toEqual({
    said: ["deleted address 10.80.0.2 of pool a"],
  })
  expect(await contentOf(store)).toEqual([
    ...["pools/a", "subnets/10.80.0.0", "pool-nodes/a/n1", "pool-nodes/a/n2", "a 10.80.0.3"],
  ])
  await present.releasePool("a")
  expect(await runCleanUp(store, dockerWith([]))).toEqual({
    said: ["deleted address 10.80.0.3 of pool a", "deleted pool a"],
  })
})
