/** How apt's two source formats are read, and which entry counts as the machine's Debian archive. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { debianArchive, machineSources, parseDeb822, parseOneLine } from "./sources.js"

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

test("one-line sources: options, components, comments, no source packages", () => {
  const text = `# deb http://old.example.org/debian buster main
deb [ arch=amd64 signed-by=${keyring} ] http://deb.example.org/debian bookworm main contrib # ours
deb-src http://deb.example.org/debian bookworm main

deb http://plain.example.org/debian/ sid main
deb incomplete
`
  expect(parseOneLine(text)).toEqual([
    {
      uris: ["http://deb.example.org/debian"],
      suites: ["bookworm"],
      components: ["main", "contrib"],
      signedBy: keyring,
    },
    {
      uris: ["http://plain.example.org/debian/"],
      suites: ["sid"],
      components: ["main"],
      signedBy: undefined,
    },
  ])
})

test("deb822 sources: comments inside a stanza, continued fields, several URIs", () => {
  const text = `# by the installer
Types: deb deb-src
URIs: http://deb.example.org/debian
#URIs: http://frozen.example.org/debian
 http://other.example.org/debian
suites: bookworm bookworm-updates
Components: main
# a comment between fields
Signed-By: ${keyring}

Types: deb-src
URIs: http://deb.example.org/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://off.example.org/debian
Suites: sid
Components: main
Enabled: no
`
  expect(parseDeb822(text)).toEqual([
    {
      uris: ["http://deb.example.org/debian", "http://other.example.org/debian"],
      suites: ["bookworm", "bookworm-updates"],
      components: ["main"],
      signedBy: keyring,
    },
  ])
})

const entry = (uri: string, suite: string, signedBy?: string) => ({
  uris: [uri],
  suites: [suite],
  components: ["main"],
  signedBy,
})

test("neither security nor third parties pass for the Debian archive", () => {
  const wanted = entry("http://deb.example.org/debian", "bookworm", keyring)
  expect(
    debianArchive([
      entry("http://tools.example.org/debian", "bookworm", "/usr/share/keyrings/tools.gpg"),
      entry("http://unsigned.example.org/debian", "bookworm"),
      entry("http://deb.example.org/security", "bookworm-security", keyring),
      { ...entry("http://deb.example.org/other", "bookworm", keyring), components: ["contrib"] },
      wanted,
    ]),
  ).toBe(wanted)
})

test("an entry of an older installation, which names no keyring, is taken as well", () => {
  const plain = entry("http://deb.example.org/debian", "bullseye")
  expect(debianArchive([plain])).toBe(plain)
})

test("a machine of another distribution has no Debian archive", () => {
  expect(debianArchive([entry("http://deb.example.org/ubuntu", "noble")])).toBeUndefined()
})

test("sources are read from the main file and both kinds of parts, and from nothing else", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sources-"))
  try {
    const parts = join(folder, "sources.list.d")
    await mkdir(parts)
    await writeFile(join(folder, "sources.list"), "deb http://a.example.org/debian sid main\n")
    await writeFile(join(parts, "b.list"), "deb http://b.example.org/debian sid main\n")
    await writeFile(
      join(parts, "c.sources"),
      "Types: deb\nURIs: http://c.example.org/debian\nSuites: sid\nComponents: main\n",
    )
    await writeFile(join(parts, "d.list.disabled"), "deb http://d.example.org/debian sid main\n")
    const uris = (await machineSources(folder)).flatMap((source) => source.uris)
    expect(uris).toEqual([
      "http://a.example.org/debian",
      "http://b.example.org/debian",
      "http://c.example.org/debian",
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test("a machine without any sources has none", async () => {
  expect(await machineSources("/nonexistent")).toEqual([])
})
