/** Reads from a server, past our own code, who holds which address, and what does not fit together. */
import { arrayAt, jsonAt } from "../servers/json-at.js"
import type { KeyValues } from "../servers/key-values.js"
import type { KvSubject } from "../servers/kv-subject.js"
import type { Leases } from "./lease-files.js"

export interface KvLeases {
  readonly leases: Leases
  /** One sentence for each lease and each list of an owner's that does not confirm the other. */
  readonly problems: readonly string[]
}

interface Entry {
  /** Without the folder. */
  readonly name: string
  readonly json: unknown
}

const entriesIn = (all: ReadonlyMap<string, string>, folder: string): readonly Entry[] =>
  [...all].flatMap(([key, text]) =>
    key.startsWith(folder) ? [{ name: key.slice(folder.length), json: JSON.parse(text) }] : [],
  )

const leaseOf = ({ name, json }: Entry) => ({
  address: name,
  said: jsonAt(json, "ip"),
  owner: `${jsonAt(json, "id")} ${jsonAt(json, "ifname")}`,
})

const listOf = ({ name, json }: Entry) =>
  arrayAt(json, "held").map((held) => ({
    address: String(jsonAt(held, "address")),
    owner: name.replace("/", " "),
  }))

/** In one answer of the server, so that what is written meanwhile is in it as a whole or not at all. */
export const readKvLeases = async (
  keys: KeyValues,
  { root, leaseFolder, ownerFolder }: KvSubject,
  network: string,
): Promise<KvLeases> => {
  const all = await keys.list(root)
  const found = entriesIn(all, leaseFolder(network)).map(leaseOf)
  const listed = entriesIn(all, ownerFolder(network)).flatMap(listOf)
  const leases = new Map(found.map(({ address, owner }) => [address, owner]))
  const lists = new Set(listed.map(({ address, owner }) => `${address} ${owner}`))
  return {
    leases,
    problems: [
      ...found.flatMap(({ address, said }) =>
        said === address ? [] : [`the lease of ${address} says that it is of ${said}`],
      ),
      ...found.flatMap(({ address, owner }) =>
        lists.has(`${address} ${owner}`) ? [] : [`${address} is not on the list of ${owner}`],
      ),
      ...listed.flatMap(({ address, owner }) =>
        leases.get(address) === owner ? [] : [`${owner} lists ${address}, and does not hold it`],
      ),
    ],
  }
}
