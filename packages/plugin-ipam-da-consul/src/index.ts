/** The delegate `ipam-da-consul`: addresses of the pools that a delegate before it has selected. */
import type { CustomPlugin } from "@cni-ipam/cni"
import type { ConsulDependencies } from "@cni-ipam/store-consul"
import { add } from "./add.js"
import { check } from "./check.js"
import { del } from "./del.js"
import { gc } from "./gc.js"
import { status } from "./status.js"
import { withPools } from "./with-pools.js"

/**
 * @example
 * runPlugin(ipamDaConsul("1.0.0", { readFile: io.readFile, env: io.env }), io)
 */
export const ipamDaConsul = (version: string, dependencies: ConsulDependencies): CustomPlugin => ({
  name: "ipam-da-consul",
  version,
  debugLogFile: "/var/log/cni/ipam-da-consul.log",
  handlers: {
    ADD: withPools(dependencies, add),
    DEL: withPools(dependencies, del),
    CHECK: withPools(dependencies, check),
    GC: withPools(dependencies, gc),
    STATUS: withPools(dependencies, status),
  },
})
