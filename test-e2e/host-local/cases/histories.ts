/** What earlier commands, other programs and people have left in the directory. */
import { add, type Case, check, del, five, lan } from "./case.js"

const bothFamilies = lan({ ranges: [[{ subnet: "10.0.0.0/29" }], [{ subnet: "fd00::/125" }]] })
const other = { ifname: "net1" }

/** The directory as it is found after these addresses were handed out. */
const cursor = (text: string) => ({ "last_reserved_ip.0": text })

const cursors = [
  "10.0.0.3",
  "10.0.0.6",
  "10.0.0.1",
  "10.0.0.0",
  "10.0.0.7",
  "10.9.9.9",
  "fd00::3",
  "::ffff:10.0.0.3",
  "10.0.0.3\n",
  " 10.0.0.3",
  "010.0.0.3",
  "junk",
  "",
]

export const histories: readonly Case[] = [
  {
    name: "an address that was given back is not the next to be given",
    calls: [add(five), del(five), add(five), del(five), add(five), add(five, "c2")],
  },
  {
    name: "a full range gives the address that comes back",
    calls: [
      ...["c1", "c2", "c3", "c4", "c5"].map((id) => add(five, id)),
      add(five, "c6"),
      del(five, "c3"),
      add(five, "c6"),
    ],
  },
  {
    name: "a second ADD of an interface is an error, and so is a third",
    calls: [add(bothFamilies), add(bothFamilies), add(bothFamilies), check(bothFamilies)],
  },
  {
    name: "interfaces of a container have leases of their own",
    calls: [
      add(five),
      add(five, "c1", other),
      del(five),
      check(five),
      check(five, "c1", other),
      del(five, "c1", other),
    ],
  },
  {
    name: "DEL may come twice, or without ADD",
    calls: [del(five), add(five), del(five), del(five), del(five, "never")],
  },
  {
    name: "a network may get other ranges while there are leases",
    calls: [
      add(five),
      add(bothFamilies, "c2"),
      add(lan({ ranges: [[{ subnet: "fd00::/125" }]] }), "c3"),
      del(bothFamilies, "c1"),
      del(five, "c2"),
    ],
  },
  {
    name: "the ranges of the runtime come before those whose position is known",
    calls: [
      add(five),
      add({ ...five, runtimeConfig: { ipRanges: [[{ subnet: "10.1.0.0/24" }]] } }, "c2"),
      add(five, "c3"),
    ],
  },
  ...cursors.map((text) => ({
    name: `the round-robin position may be ${JSON.stringify(text)}`,
    files: cursor(text),
    calls: [add(five), add(five, "c2")],
  })),
  {
    name: "the search begins behind the position and comes to it last",
    files: {
      ...cursor("10.0.0.3"),
      "10.0.0.4": "x\r\neth0",
      "10.0.0.5": "x\r\neth0",
      "10.0.0.2": "x\r\neth0",
    },
    calls: [add(five), add(five, "c2"), add(five, "c3")],
  },
  {
    name: "a file with nothing but the container counts for every interface of it",
    files: { "10.0.0.2": "c1" },
    calls: [
      add(five),
      check(five),
      check(five, "c1", other),
      add(five, "c1", other),
      del(five, "c1", other),
      check(five),
      del(five),
    ],
  },
  {
    name: "what belongs to the interface is given back before what belongs to the container",
    files: { "10.0.0.2": "c1", "10.0.0.3": "c1\r\neth0" },
    calls: [del(five), check(five), del(five)],
  },
  {
    name: "space around the content of a lease file is of no meaning",
    files: { "10.0.0.2": "  c1\r\neth0\n", "10.0.0.3": "\tc2 \n" },
    calls: [check(five), check(five, "c2"), add(five), add(five, "c2"), del(five), del(five, "c2")],
  },
  {
    name: "files that are no leases stay where they are",
    files: { "10.0.0.300": "x\r\neth0", notes: "by hand", "10.0.0.2.bak": "x\r\neth0" },
    calls: [add(five), del(five)],
  },
  {
    name: "a wrong configuration is wrong for every command",
    calls: [add(five), ...[del, check, add].map((call) => call(lan({ ranges: [] })))],
  },
]
