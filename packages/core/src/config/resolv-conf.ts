/** Reads resolv.conf(5) into the DNS part of a CNI result. */

export interface Dns {
  readonly nameservers?: readonly string[]
  readonly domain?: string
  readonly search?: readonly string[]
  readonly options?: readonly string[]
}

/**
 * Blank lines, comments (`#`, `;`), keywords without a value and unknown keywords are skipped.
 * The last `domain` counts; `nameserver`, `search` and `options` lines add up.
 *
 * @example
 * parseResolvConf("nameserver 192.0.2.1\nsearch a.example b.example\n")
 * // { nameservers: ["192.0.2.1"], search: ["a.example", "b.example"] }
 */
export const parseResolvConf = (text: string): Dns => {
  const nameservers: string[] = []
  const search: string[] = []
  const options: string[] = []
  let domain: string | undefined
  for (const line of text.split("\n")) {
    const [keyword = "", ...values] = line.trim().split(/\s+/)
    const [first] = values
    if (first === undefined || keyword.startsWith("#") || keyword.startsWith(";")) continue
    if (keyword === "nameserver") nameservers.push(first)
    else if (keyword === "domain") domain = first
    else if (keyword === "search") search.push(...values)
    else if (keyword === "options") options.push(...values)
  }
  return {
    ...(nameservers.length > 0 && { nameservers }),
    ...(domain !== undefined && { domain }),
    ...(search.length > 0 && { search }),
    ...(options.length > 0 && { options }),
  }
}
