/** The programs for Docker, with the stores as this executable has them. */
import type { Machine, Stores } from "@cni-ipam/docker-driver"
import { kontenaLayout, runCleanup, serveDriver, stopSignal } from "@cni-ipam/docker-driver"
import { diskDriver, fileSystemOf } from "@cni-ipam/store-disk"
import { fetchHttp } from "./fetch-http.js"
import { libcCalls } from "./libc-calls.js"
import { machine } from "./machine.js"
import type { ProgramName } from "./names.js"

const stores: Stores = {
  etcd: async () =>
    (await import("@cni-ipam/store-etcd")).etcdDriver(
      { readFile: machine.readFile, http: fetchHttp },
      kontenaLayout,
    ),
  consul: async () => (await import("./consul-driver.js")).consul,
  disk: async () => diskDriver(fileSystemOf(libcCalls)),
}

const dockerMachine = (): Machine => ({
  env: process.env,
  words: process.argv.slice(2),
  hostname: machine.hostname(),
  print: machine.print,
  printError: machine.printError,
  stores,
  stopped: stopSignal(),
})

/** @returns the exit code. */
export const programs: Readonly<Record<ProgramName, () => Promise<number>>> = {
  "kontena-ipam": () => {
    // The executable is made for commands that are over at once; this one lives and gets warm.
    Bun.unsafe.setJITPolicy(1)
    return serveDriver(dockerMachine())
  },
  "kontena-ipam-cleanup": () =>
    runCleanup({
      ...dockerMachine(),
      ping: async (address) => (await import("./icmp.js")).icmpPing(address),
    }),
}
