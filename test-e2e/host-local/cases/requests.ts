/** Addresses that are asked for by name. */
import { add, apart, type Case, five, lan } from "./case.js"

const inArgs = (ips: unknown) => ({ ...five, args: { cni: { ips } } })
const inRuntime = (ips: unknown) => ({ ...five, runtimeConfig: { ips } })

const spellings = [
  "10.0.0.5",
  "10.0.0.5/29",
  "10.0.0.5/8",
  "::ffff:10.0.0.5",
  "::ffff:10.0.0.5/125",
  "10.0.0.0",
  "10.0.0.7",
  "10.0.0.1",
  "10.0.0.8",
  "fd00::5",
  "010.0.0.5",
  " 10.0.0.5",
  "10.0.0.5/33",
  "10.0.0.5/",
  "/29",
  "x",
  "",
]

const notTexts = [null, [], "10.0.0.5", {}, [5], [["10.0.0.5"]], [null]]

const args = [
  "",
  "IP=",
  "IgnoreUnknown=1",
  "IgnoreUnknown=TRUE;FOO=BAR",
  "FOO=BAR;IgnoreUnknown=tRuE",
  "IgnoreUnknown=0;FOO=BAR",
  "IgnoreUnknown=maybe",
  "IgnoreUnknown=",
  "FOO=BAR",
  'FOO=BAR;X="é\\<&>";Y=a\tb',
  "ip=10.0.0.5",
  "ignoreunknown=1;FOO=BAR",
  "IP=10.0.0.5;",
  ";",
  "=",
  "A=B=C",
  "IP",
  "IP=10.0.0.5;IP=10.0.0.6",
  "IP=10.0.0.5;IP=",
  "IP=10.0.0.5,10.0.0.6",
  "IgnoreUnknown=1;K8S_POD_NAMESPACE=ns;K8S_POD_NAME=web;K8S_POD_INFRA_CONTAINER_ID=c1;K8S_POD_UID=u",
  "IgnoreUnknown=1;MAC=02:00:00:00:00:01;IP=10.0.0.5",
  "IgnoreUnknown=1;K8S_POD_NAME=a=b",
]

const threeSets = lan(
  { ranges: [[{ subnet: "10.0.0.0/24" }], [{ subnet: "fd00::/64" }], [{ subnet: "10.1.0.0/24" }]] },
  { args: { cni: { ips: ["10.1.0.7", "FD00:0::7"] } }, runtimeConfig: { ips: ["10.0.0.7/24"] } },
)

export const requests: readonly Case[] = [
  {
    name: "args.cni.ips is a list of addresses",
    calls: apart([...spellings.map((text) => [text]), ...notTexts].map((ips) => add(inArgs(ips)))),
  },
  {
    name: "runtimeConfig.ips is a list of addresses",
    calls: apart(
      [...spellings.map((text) => [text]), ...notTexts].map((ips) => add(inRuntime(ips))),
    ),
  },
  {
    name: "CNI_ARGS may have an address",
    calls: apart(spellings.map((text) => add(five, "c1", { args: `IP=${text}` }))),
  },
  {
    name: "CNI_ARGS is made of known pairs, unless it says that others may be ignored",
    calls: apart(args.map((text) => add(five, "c1", { args: text }))),
  },
  {
    name: "an address asked for by name moves the round-robin position",
    calls: [add(inArgs(["10.0.0.5"])), add(five, "c2"), add(five, "c3")],
  },
  {
    name: "an address that is held cannot be had, not even by its holder",
    calls: [add(inArgs(["10.0.0.5"])), add(inArgs(["10.0.0.5"]), "c2"), add(inArgs(["10.0.0.5"]))],
  },
  {
    name: "a container gets a second address of a set by name, but not just any",
    calls: [add(five), add(inArgs(["10.0.0.5"])), add(five)],
  },
  {
    name: "an address that is asked for twice is asked for once",
    calls: [add({ ...inArgs(["10.0.0.5", "10.0.0.5/29"]), runtimeConfig: { ips: ["10.0.0.5"] } })],
  },
  {
    name: "an address of each set may be asked for, in any order",
    calls: [add(threeSets)],
  },
]
