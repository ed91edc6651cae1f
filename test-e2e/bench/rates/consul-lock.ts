/**
 * An allocation as the original plugin for Consul does it: a session, a lock on the network, a look
 * at all leases, the first free address. Kinder than the original: it does not sleep between its
 * attempts but waits until the lock is free, and destroys no session but its own.
 */
const wait = "10s"

const json = async (url: string, method: "GET" | "PUT", body?: string) => {
  const response = await fetch(url, { method, ...(body !== undefined && { body }) })
  const text = await response.text()
  return { answer: text, index: response.headers.get("x-consul-index") ?? "0" }
}

const sessionIn = (answer: string): string => /"ID": *"([^"]+)"/.exec(answer)?.[1] ?? ""

const firstFree = (keys: string): string => {
  for (let number = 2; number < 65_535; number++) {
    const address = `10.77.${number >> 8}.${number & 0xff}`
    if (!keys.includes(`/${address}"`)) return address
  }
  throw new Error("no address is free")
}

/** @param url of Consul. */
export const allocateWithLock = async (url: string, network: string, id: string): Promise<void> => {
  const kv = `${url}/v1/kv/${network}`
  const created = await json(`${url}/v1/session/create`, "PUT", '{"LockDelay": "0s"}')
  const session = sessionIn(created.answer)
  for (;;) {
    const { answer } = await json(`${kv}?acquire=${session}`, "PUT", "{}")
    if (answer.startsWith("true")) break
    const { answer: holder, index } = await json(kv, "GET")
    if (holder.includes('"Session"')) await json(`${kv}?index=${index}&wait=${wait}`, "GET")
  }
  const { answer: keys } = await json(`${kv}/?keys`, "GET")
  const address = firstFree(keys)
  await json(`${kv}/${address}`, "PUT", JSON.stringify({ ip: address, id }))
  await json(`${kv}?release=${session}`, "PUT", "{}")
  await json(`${url}/v1/session/destroy/${session}`, "PUT")
}
