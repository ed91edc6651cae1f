/**
 * Reads apt's two source formats and picks the machine's Debian archive out of them, so that where
 * packages come from is always the machine's choice and never stands in this repository.
 */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"

export type SourceEntry = {
  readonly uris: readonly string[]
  readonly suites: readonly string[]
  readonly components: readonly string[]
  readonly signedBy: string | undefined
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "")

/** The one-line format: `deb [signed-by=...] uri suite component...`. */
export const parseOneLine = (text: string): readonly SourceEntry[] =>
  text.split("\n").flatMap((raw) => {
    const line = raw.replace(/#.*/, "").trim()
    const [, options = "", rest = ""] = /^deb\s+(?:\[([^\]]*)\]\s*)?(\S.*)$/.exec(line) ?? []
    const [uri, suite, ...components] = words(rest)
    if (uri === undefined || suite === undefined) return []
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1]
    return [{ uris: [uri], suites: [suite], components, signedBy }]
  })

const stanzaFields = (stanza: string): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>()
  let last: string | undefined
  for (const line of stanza.split("\n")) {
    const [, name, value] = /^([^\s:]+):(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) {
      last = name.toLowerCase()
      fields.set(last, value.trim())
    } else if (last !== undefined && /^\s+\S/.test(line)) {
      fields.set(last, `${fields.get(last) ?? ""}\n${line.trim()}`)
    }
  }
  return fields
}

const isDisabled = (enabled: string | undefined): boolean =>
  enabled !== undefined && /^(no|false|0|off|without|disable)$/i.test(enabled)

/** The deb822 format of `*.sources` files. */
export const parseDeb822 = (text: string): readonly SourceEntry[] => {
  // A comment may stand in the middle of a field, so comments go before stanzas are told apart.
  const uncommented = text.replace(/^#.*\n?/gm, "")
  return uncommented.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = stanzaFields(stanza)
    const list = (name: string) => words(fields.get(name) ?? "")
    if (!list("types").includes("deb") || isDisabled(fields.get("enabled"))) return []
    return [
      {
        uris: list("uris"),
        suites: list("suites"),
        components: list("components"),
        signedBy: fields.get("signed-by"),
      },
    ]
  })
}

// Matched whole, because security, updates and third parties add to these names, and the archives
// behind those names do not hold the other suites.
const debianSuites =
  /^(bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable)$/

/**
 * The entry whose archive also holds every other suite of Debian. One that names Debian's keyring
 * wins over one that names none, as older installations write it; signatures are checked later with
 * Debian's keyring in either case.
 */
export const debianArchive = (entries: readonly SourceEntry[]): SourceEntry | undefined => {
  const candidates = entries.filter(
    (entry) =>
      entry.uris.length > 0 &&
      entry.suites.some((suite) => debianSuites.test(suite)) &&
      entry.components.includes("main"),
  )
  return (
    candidates.find((entry) => entry.signedBy?.includes("/debian-archive-") === true) ??
    candidates.find((entry) => entry.signedBy === undefined)
  )
}

const readIfThere = (file: string): Promise<string> => readFile(file, "utf8").catch(() => "")

export const machineSources = async (folder = "/etc/apt"): Promise<readonly SourceEntry[]> => {
  const parts = join(folder, "sources.list.d")
  const names = (await readdir(parts).catch(() => [])).sort()
  const entries = [...parseOneLine(await readIfThere(join(folder, "sources.list")))]
  for (const name of names) {
    if (name.endsWith(".list")) entries.push(...parseOneLine(await readIfThere(join(parts, name))))
    if (name.endsWith(".sources"))
      entries.push(...parseDeb822(await readIfThere(join(parts, name))))
  }
  return entries
}
