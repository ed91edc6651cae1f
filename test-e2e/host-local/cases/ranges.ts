/** What may be a range, and in which order it is handed out. */
import { add, addEach, type Case, type Fields, five, lan, range } from "./case.js"

/** One ADD more than there are addresses. */
const exhaust = (config: unknown, addresses: number) =>
  Array.from({ length: addresses + 1 }, (_, index) => add(config, `c${index}`))

const of24 = (fields: Fields) => range("10.0.0.0/24", fields)

const severalRanges = lan({
  ranges: [
    [
      { subnet: "10.0.0.0/29", gateway: "10.0.0.4", rangeStart: "10.0.0.3" },
      { subnet: "10.0.1.0/24", rangeStart: "10.0.1.255", rangeEnd: "10.0.1.255" },
      { subnet: "10.0.2.0/30", gateway: "10.0.0.5" },
    ],
  ],
})

const neighbours = lan({
  ranges: [
    [
      { subnet: "10.0.0.0/24", rangeStart: "10.0.0.5", rangeEnd: "10.0.0.6" },
      { subnet: "10.0.0.0/24", rangeStart: "10.0.0.7", rangeEnd: "10.0.0.7" },
    ],
    [{ subnet: "10.0.0.0/24", rangeStart: "10.0.0.8" }],
  ],
})

const everyPlace = lan(
  { subnet: "10.2.0.0/24", ranges: [[{ subnet: "10.3.0.0/24" }], [{ subnet: "fd00::/64" }]] },
  { runtimeConfig: { ipRanges: [[{ subnet: "10.1.0.0/24" }]] } },
)

const edges = [
  "0.0.0.0/0",
  "255.255.255.252/30",
  "::/0",
  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/126",
  "2001:DB8:0:0:0::/64",
  "64:ff9b::192.0.2.0/120",
]

const noSubnets = [
  "10.0.0.0/31",
  "10.0.0.0/32",
  "10.0.0.1/31",
  "fd00::/127",
  "fd00::/128",
  "10.0.0.1/24",
  "fd00::1/64",
  "::ffff:10.0.0.0/120",
  "10.0.0.0",
  "010.0.0.0/24",
  "10.0.0.0/33",
  "fe80::%eth0/64",
  "",
  null,
  5,
]

const bounds = [
  "10.0.0.0",
  "10.0.0.1",
  "10.0.0.254",
  "10.0.1.0",
  "fd00::1",
  "::ffff:10.0.0.9",
  "",
  "x",
]

export const ranges: readonly Case[] = [
  { name: "a range is handed out in order until it is exhausted", calls: exhaust(five, 5) },
  { name: "a /30 has one address to give", calls: exhaust(range("10.0.0.0/30"), 1) },
  { name: "an IPv6 subnet has no broadcast address", calls: exhaust(range("fd00::/126"), 2) },
  { name: "a set goes on with its next range", calls: exhaust(severalRanges, 6) },
  { name: "a subnet may have several ranges", calls: exhaust(neighbours, 3) },
  {
    name: "a range may be nothing but its gateway",
    calls: exhaust(of24({ rangeStart: "10.0.0.1", rangeEnd: "10.0.0.1" }), 0),
  },
  {
    name: "ranges of the runtime come first, then the old single one, then the list",
    calls: [add(everyPlace)],
  },
  {
    name: "a subnet may lie at the edge of the address space",
    calls: addEach(edges.map((subnet) => range(subnet))),
  },
  {
    name: "a subnet has its network's address and room for two",
    calls: addEach(noSubnets.map((subnet) => range(subnet))),
  },
  {
    name: "a range may begin at any address of its subnet",
    calls: addEach(bounds.map((rangeStart) => of24({ rangeStart }))),
  },
  {
    name: "a range may end at any address of its subnet",
    calls: addEach([...bounds, "10.0.0.255"].map((rangeEnd) => of24({ rangeEnd }))),
  },
  {
    name: "a gateway may be any address, even of another family",
    calls: addEach([...bounds, "10.0.0.255"].map((gateway) => of24({ gateway }))),
  },
  {
    name: "a range ends where it begins, or behind",
    calls: addEach([
      of24({ rangeStart: "10.0.0.9", rangeEnd: "10.0.0.9" }),
      of24({ rangeStart: "10.0.0.9", rangeEnd: "10.0.0.8" }),
      lan({ subnet: "10.0.0.0/24", rangeStart: "10.0.0.9", rangeEnd: "10.0.0.8" }),
    ]),
  },
  {
    name: "range sets are of one family, and no two overlap",
    calls: addEach([
      lan({ ranges: [[{ subnet: "10.0.0.0/24" }], [{ subnet: "10.0.0.0/16" }]] }),
      lan({ ranges: [[{ subnet: "10.0.0.0/24" }, { subnet: "10.0.0.128/25" }]] }),
      lan({ ranges: [[{ subnet: "10.0.0.0/24" }, { subnet: "fd00::/64" }]] }),
      lan({ subnet: "10.0.0.0/24", ranges: [[{ subnet: "10.0.0.0/24" }]] }),
    ]),
  },
  {
    name: "there is at least one range",
    calls: addEach([
      lan({ ranges: [[]] }),
      lan({ ranges: [] }),
      lan({ ranges: null }),
      lan({ rangeStart: "10.0.0.5" }),
      lan({}),
      lan({ ranges: [{ subnet: "10.0.0.0/24" }] }),
    ]),
  },
  {
    name: "old versions have one set of each family",
    calls: addEach(
      ["", "0.1.0", "0.2.0", "0.3.0"].flatMap((cniVersion) => [
        { ...everyPlace, cniVersion },
        lan({ ranges: [[{ subnet: "fd00::/64" }], [{ subnet: "10.0.0.0/24" }]] }, { cniVersion }),
      ]),
    ),
  },
]
