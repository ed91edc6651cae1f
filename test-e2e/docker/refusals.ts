/**
 * Every error of the driver's that Docker's users can bring about, and what they read. Where Docker
 * 28.5 finds the mistake itself, that is told too.
 *
 * Both never send a range without a subnet, nor a subnet of the other family: ipam-driver.test.ts of
 * the driver has these. That others win two hundred times in a row is not to be had.
 */
import type { DockerVersion } from "./docker-daemon.js"

interface Refusal {
  /** Words for the client, or the body of a request to Docker's API for a new network. */
  readonly ask: string | object
  readonly says: string
  /** What Docker 28.5 says without asking the driver. */
  readonly since28?: string
}

const create = "network create --ipam-driver kontena-ipam --ipam-opt"

const networkOf = (pool: string, ...configs: readonly object[]): object => ({
  Name: "bb",
  IPAM: { Driver: "kontena-ipam", Options: { network: pool }, Config: configs },
})

const network = (config: object): object => networkOf("b", config)

/**
 * There are the network `aa`, which is pool `a` with 10.84.0.0/30 and a container at 10.84.0.2; a
 * driver `small` that has no room, and a driver `lost` without a store.
 */
const refusals: Readonly<Record<string, Refusal>> = {
  "no network": {
    ask: "network create --ipam-driver kontena-ipam bb",
    says: "remote: Network can't be nil: name the pool with --ipam-opt network=NAME",
  },
  "a bad name": {
    ask: `${create} network=b/c bb`,
    says: 'remote: Network "b/c" is invalid: a name has letters, digits, and behind the first one also _ . -',
  },
  "a range outside": {
    ask: `${create} network=b --subnet 10.85.0.0/24 --ip-range 10.85.0.0/16 bb`,
    says: "remote: IPRange 10.85.0.0/16 outside of pool subnet 10.85.0.0/24",
    since28: "invalid ip-range 10.85.0.0/16: CIDR block is bigger than its parent subnet",
  },
  "a range without a host": {
    ask: `${create} network=b --subnet 10.85.0.0/24 --ip-range 10.85.0.0/31 bb`,
    says: "remote: IPRange 10.85.0.0/31 has no address for a container: the first and last address of 10.85.0.0/24 and its gateway are not given to any; choose a larger one",
  },
  "host bits": {
    ask: `${create} network=b --subnet 10.85.0.5/24 bb`,
    says: "remote: Subnet 10.85.0.5/24 has host bits set: did you mean 10.85.0.0/24?",
    since28: "invalid subnet 10.85.0.5/24: it should be 10.85.0.0/24",
  },
  "a small subnet": {
    ask: `${create} network=b --subnet 10.85.0.0/31 bb`,
    says: "remote: Subnet is invalid: Network 10.85.0.0/31 too small to allocate from",
  },
  nonsense: {
    ask: network({ Subnet: "10.85.0.0/24", IPRange: "10.85.0.0/99" }),
    says: "remote: Invalid request body: SubPool: invalid CIDR address: 10.85.0.0/99",
    since28: "invalid ip-range 10.85.0.0/99",
  },
  overlap: {
    ask: `${create} network=b --subnet 10.84.0.0/16 bb`,
    says: "remote: 10.84.0.0/16 conflict: Conflict with network 10.84.0.0/30: choose a --subnet that overlaps no other pool, or none",
  },
  "another subnet": {
    ask: `${create} network=a --subnet 10.85.0.0/24 bb`,
    says: "remote: pool a exists with subnet 10.84.0.0/30, requested 10.85.0.0/24: ask for what it has, or for another network",
  },
  // Docker 28 does not give back what it got for the first one: no other case may want that name.
  "several subnets of one family": {
    // Docker's client would send them in any order.
    ask: networkOf("c", { Subnet: "10.88.0.0/24" }, { Subnet: "10.89.0.0/24" }),
    says: "remote: pool c exists with subnet 10.88.0.0/24, requested 10.89.0.0/24: ask for what it has, or for another network",
  },
  "another range": {
    ask: `${create} network=a --subnet 10.84.0.0/30 --ip-range 10.84.0.2/31 bb`,
    says: "remote: pool a exists with no ip-range, requested 10.84.0.2/31: ask for what it has, or for another network",
  },
  "a full supernet": {
    ask: "network create --ipam-driver small --ipam-opt network=b bb",
    says: "remote: supernet 10.84.0.0/30 is exhausted: no subnet of length 30 is free in it; remove networks, or give the driver a larger supernet",
  },
  "a full pool": {
    ask: "run --rm --network aa busybox true",
    says: "remote: No addresses available for allocation in pool a: all of 10.84.0.0/30 is in use; remove containers, or make a larger network",
  },
  "an address in use": {
    ask: "run --rm --network aa --ip 10.84.0.2 busybox true",
    says: "remote: Allocation conflict for address=10.84.0.2: it is in use in pool a, on node n1: choose another one, or none",
  },
  "the gateway's address": {
    ask: "run --rm --network aa --ip 10.84.0.1 busybox true",
    says: "remote: Address 10.84.0.1 is the gateway of pool a: choose another one",
  },
  "a gateway outside": {
    ask: network({ Subnet: "10.85.0.0/24", Gateway: "10.86.0.1" }),
    says: "remote: Address 10.86.0.1 outside of pool subnet 10.85.0.0/24",
    since28: "invalid gateway 10.86.0.1: parent subnet 10.85.0.0/24 doesn't contain this address",
  },
  "no store": {
    ask: "network create --ipam-driver lost --ipam-opt network=b bb",
    says: "remote: cannot read from etcd: http://127.0.0.1:1: connection refused (ECONNREFUSED)",
  },
}

/** When others, or operators, have changed the store: in which order comes first. */
export const lateRefusals: Readonly<Record<"pool-nodes/a/n1" | "pools/a", string>> = {
  "pool-nodes/a/n1":
    "remote: Pool a is not in use on node n1: restart Docker, or create the Docker network anew",
  "pools/a": "remote: Pool not found: a: create the Docker network anew",
}

export const refusalsIn = (version: DockerVersion): Readonly<Record<string, Refusal>> =>
  Object.fromEntries(
    Object.entries(refusals).map(([title, { ask, says, since28 }]) => [
      title,
      { ask, says: version === "28.5" ? (since28 ?? says) : says },
    ]),
  )
