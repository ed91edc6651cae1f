/** Sixty-four processes at once that want addresses of one network on a server. */
import { afterAll, describe, expect, it } from "vitest"
import { builtPlugins } from "../plugin/built-plugin.js"
import { type CountingServer, type KvSubject, kvSubjects } from "../servers/kv-subject.js"
import { answerOf } from "./answer.js"
import { atOnce } from "./at-once.js"
import { broken } from "./careless-runtime.js"
import { readKvLeases } from "./kv-leases.js"
import { kvNetwork } from "./kv-network.js"
import { isSoak, timeout } from "./soak.js"
import { callsOf } from "./test-network.js"

const crowd = 64
/** In a /16, which has room for all. */
const adds = isSoak ? 4096 : 384
const mostChanges = 1.5
/** In a /24, the network's own address, its gateway's and the broadcast address are nobody's. */
const room = 253
const wanted = 320

const programs = await builtPlugins(...kvSubjects.map(({ name }) => name))

/** Gives so many ADDs, each in a process of its own, and looks what the server has afterwards. */
const addMany = async (
  subject: KvSubject,
  server: CountingServer,
  subnet: string,
  count: number,
) => {
  const network = kvNetwork(subject, "crowded", [server.url], [[{ subnet }]])
  const call = callsOf(`${programs}/${subject.name}`, network)
  const before = await server.changes()
  const containers = Array.from({ length: count }, (_, number) => `c${number}`)
  const answers = await atOnce(crowd, containers, async (container) => ({
    container,
    answer: answerOf(await call("ADD", container)),
  }))
  const changes = (await server.changes()) - before
  const acknowledged = new Map(
    answers.flatMap(({ container, answer }) =>
      answer.is === "leased" ? [[container, answer.addresses] as const] : [],
    ),
  )
  const refusals = answers.flatMap(({ answer }) => (answer.is === "leased" ? [] : [answer]))
  const { leases, problems } = await readKvLeases(server.admin, subject, "crowded")
  const wrong = [...problems, ...broken({ acknowledged, doubtful: new Map() }, leases)]
  return { acknowledged, refusals, changes, leases, wrong }
}

for (const subject of kvSubjects)
  describe(`${crowd} processes at once on ${subject.name}`, async () => {
    const [wide, narrow] = [await subject.start(), await subject.start()]
    afterAll(wide.release)
    afterAll(narrow.release)

    it("get an address each, and hardly ever have to try again", { timeout }, async () => {
      const { acknowledged, refusals, changes, leases, wrong } = await addMany(
        subject,
        wide,
        "10.84.0.0/16",
        adds,
      )
      console.info(`${subject.name}: ${(changes / adds).toFixed(3)} changes per allocation`)
      expect(refusals).toEqual([])
      expect(wrong).toEqual([])
      expect([acknowledged.size, leases.size]).toEqual([adds, adds])
      expect(changes / adds, "changes per allocation").toBeLessThanOrEqual(mostChanges)
    })

    it("fill a network to its last address, and say so when it is full", { timeout }, async () => {
      const { acknowledged, refusals, changes, leases, wrong } = await addMany(
        subject,
        narrow,
        "10.84.0.0/24",
        wanted,
      )
      console.info(`${subject.name}: ${changes} changes to fill a /24`)
      expect(wrong).toEqual([])
      expect([acknowledged.size, leases.size]).toEqual([room, room])
      expect(refusals).toHaveLength(wanted - room)
      for (const refusal of refusals)
        expect(refusal).toMatchObject({
          is: "error",
          code: 122,
          msg: expect.stringMatching(/no IP addresses available/),
        })
    })
  })
