/**
 * A private apt for one suite: all its state lies in one folder, so that neither the machine's
 * package lists nor what is installed there is read or changed.
 */
import { access, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Lock, run } from "./run.js"
import { debianArchive, machineSources } from "./sources.js"

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
const updateSeconds = 240
const downloadSeconds = 240
const freshMilliseconds = 60 * 60 * 1000

type Download = {
  readonly suite: string
  readonly packageName: string
  /** An empty folder for the `.deb`. */
  readonly into: string
  /** Held by the caller, so that nobody else works on the suite. */
  readonly lock: Lock
}

export type Archive = {
  /** Gets the package's current `.deb` and returns its path. */
  readonly download: (wanted: Download) => Promise<string>
}

// The machine's own settings are read before these, because a proxy may be among them. Its hooks
// are cleared, because they refresh what belongs to the machine.
const configuration = (folder: string): string => `
Dir::State "${folder}/state";
Dir::State::status "${folder}/status";
Dir::Cache "${folder}/cache";
Dir::Etc "${folder}/etc";
Dir::Etc::sourcelist "debian.sources";
Dir::Log "${folder}/log";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Update::Error-Mode "any";
// Another user could not get at a cache that lies in a home folder.
APT::Sandbox::User "root";
Acquire::Retries "3";
Acquire::PDiffs "false";
#clear Acquire::Languages;
Acquire::Languages { "none"; };
`

const sourceFile = (uris: readonly string[], suite: string): string =>
  [
    "Types: deb",
    `URIs: ${uris.join(" ")}`,
    `Suites: ${suite}`,
    "Components: main",
    "Targets: Packages",
    `Signed-By: ${keyring}`,
    "",
  ].join("\n")

const machineUris = async (machineFolder: string): Promise<readonly string[]> => {
  const archive = debianArchive(await machineSources(machineFolder))
  if (archive === undefined)
    throw new Error(`no entry for the Debian archive among the apt sources of ${machineFolder}`)
  await access(keyring).catch(() => {
    throw new Error(`the keyring ${keyring} is missing, install debian-archive-keyring`)
  })
  return archive.uris
}

const prepare = async (folder: string, uris: readonly string[], suite: string): Promise<void> => {
  for (const part of ["state/lists/partial", "cache/archives/partial", "etc", "log"])
    await mkdir(join(folder, part), { recursive: true })
  await writeFile(join(folder, "apt.conf"), configuration(folder))
  await writeFile(join(folder, "status"), "")
  // Not for other users' eyes, since a URI may carry a password.
  await writeFile(join(folder, "etc/debian.sources"), sourceFile(uris, suite), { mode: 0o600 })
}

const isFresh = async (stamp: string): Promise<boolean> => {
  const written = await stat(stamp).catch(() => undefined)
  return written !== undefined && Date.now() - written.mtimeMs < freshMilliseconds
}

const onlyDeb = async (folder: string): Promise<string> => {
  const [file] = (await readdir(folder)).filter((name) => name.endsWith(".deb"))
  if (file === undefined) throw new Error("apt-get download left no .deb file")
  return join(folder, file)
}

/** The Debian archive that the machine itself is set up with. */
export const machineArchive = (
  stateFolder: (suite: string) => string,
  machineFolder = "/etc/apt",
): Archive => ({
  download: async ({ suite, packageName, into, lock }) => {
    const folder = stateFolder(suite)
    const uris = await machineUris(machineFolder)
    await prepare(folder, uris, suite)
    const aptGet = (command: string, args: readonly string[], timeoutSeconds: number) =>
      run("apt-get", ["-q", "-c", join(folder, "apt.conf"), command, ...args], {
        step: `apt-get ${command}`,
        cwd: into,
        timeoutSeconds,
        lock,
        hiddenUris: uris,
      })
    const stamp = join(folder, "updated")
    const update = async () => {
      await rm(stamp, { force: true })
      await aptGet("update", [], updateSeconds)
      await writeFile(stamp, "")
    }
    const download = () => aptGet("download", [packageName], downloadSeconds)
    if (await isFresh(stamp)) {
      // The archive may have moved on within the hour, so lists of before excuse one failure.
      await download().catch(() => update().then(download))
    } else {
      await update()
      await download()
    }
    return onlyDeb(into)
  },
})
