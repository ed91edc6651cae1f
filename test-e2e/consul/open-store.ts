/** Stores on servers of the tests, as a program opens them. */
import type { Store } from "@cni-ipam/core"
import type { ConnectConsul, ConsulConfig } from "@cni-ipam/store-consul"
import { consulStore, packageConsul } from "@cni-ipam/store-consul"
import { left } from "fp-ts/lib/Either.js"

interface Surroundings {
  readonly connect?: ConnectConsul
  readonly node?: string
}

export const openStore = (
  config: ConsulConfig,
  { connect = packageConsul, node = "n1" }: Surroundings = {},
): Store => {
  const noFiles = () => left("there are no files here")
  const opened = consulStore(
    config,
    { readFile: noFiles, env: {}, connect },
    { node, warn: () => undefined },
  )
  if (opened._tag === "Left") throw new Error(JSON.stringify(opened.left))
  return opened.right
}
