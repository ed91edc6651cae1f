/** What a result looks like, in every version of the protocol. */
import { sharedFolder } from "../twins.js"
import { add, addEach, type Case, type Fields, five, lan } from "./case.js"

const versions = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0", "", undefined]

const resolvConf = `${sharedFolder}/resolv.conf`

const bothFamilies = { ranges: [[{ subnet: "10.0.0.0/24" }], [{ subnet: "fd00::/64" }]] }

const routes = [
  { dst: "10.5.6.7/8" },
  {
    dst: "0.0.0.0/0",
    gw: "10.0.0.9",
    mtu: 1400,
    advmss: 1300,
    priority: 5,
    table: 100,
    scope: 253,
  },
  { dst: "2001:DB8:0:0::/32", gw: "FE80::1", mtu: 0, advmss: 0, priority: 0, table: 0, scope: 0 },
  { dst: "fd00::1/64", gw: "::ffff:10.0.0.1", mtu: -1 },
]

const everything = `
# comment
; another one
nameserver 192.0.2.1
  nameserver\t2001:DB8::53 trailing words
domain first.example
domain second.example third.example
search a.example b.example
search <c>&"d"
options ndots:5 rotate
options
sortlist 192.0.2.0
NAMESERVER 192.0.2.9
nameserver#x 192.0.2.8
`

const oddTexts = [
  "",
  "nameserver 192.0.2.1",
  "nameserver 192.0.2.1\r\nsearch a.example\r\n",
  "search a.example\u00a0b.example\u3000c.example",
  "search \u007f \u0001 \b\f \\ \u{1f600}",
  "search \u2028 x\u2029y",
]

const inEachVersion = (ipam: Fields) =>
  addEach(versions.map((cniVersion) => lan(ipam, { cniVersion })))

const withRoutes = (...wrong: readonly unknown[]) =>
  addEach(wrong.map((one) => lan({ ...bothFamilies, routes: one })))

export const results: readonly Case[] = [
  {
    name: "a result has everything where its version has it",
    calls: inEachVersion({ ...bothFamilies, routes, resolvConf }),
    resolvConf: everything,
  },
  {
    name: "a result has nothing that its version does not need",
    calls: inEachVersion({ subnet: "10.0.0.0/24", routes: [], resolvConf }),
    resolvConf: "# nothing\n",
  },
  {
    name: "a result may have routes of a family without an address",
    calls: inEachVersion({ subnet: "fd00::/64", routes }),
  },
  ...oddTexts.map((text) => ({
    name: `a resolv.conf may be ${JSON.stringify(text)}`,
    calls: inEachVersion({ ...bothFamilies, resolvConf }),
    resolvConf: text,
  })),
  {
    name: "a resolv.conf that cannot be read is an error",
    calls: addEach(
      ["/nonexistent", sharedFolder, 5].map((path) => lan({ ...bothFamilies, resolvConf: path })),
    ),
  },
  {
    name: "a route is made of addresses and integers",
    calls: withRoutes(
      [{ dst: "10.0.0.0" }],
      [{ dst: "" }],
      [{ dst: "0.0.0.0/0", gw: "x" }],
      [{ dst: "0.0.0.0/0", gw: "10.0.0.1/24" }],
      [{ dst: "0.0.0.0/0", gw: null, mtu: null, table: null }],
      [{ dst: "0.0.0.0/0", gw: "" }],
      [{ dst: "0.0.0.0/0", mtu: "1400" }],
      [{ dst: "0.0.0.0/0", mtu: 1.5 }],
      { dst: "0.0.0.0/0" },
      null,
    ),
  },
  {
    name: "a version that is not spoken is an error",
    calls: addEach(
      ["1.2.0", "2.0.0", "0.5.0", "1.0", "v1.0.0", "01.0.0", " 1.0.0", 5].map((cniVersion) => ({
        ...five,
        cniVersion,
      })),
    ),
  },
  { name: "a version may be null", calls: [add({ ...five, cniVersion: null })] },
]
