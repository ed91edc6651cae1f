/** etcd's own client program, set up for some servers. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { tool } from "../tools/debian.js"
import type { Credentials } from "./certificates.js"

export interface EtcdAccess {
  readonly urls: readonly string[]
  readonly credentials: Credentials | undefined
  /** Takes a server whose certificate is no good. */
  readonly anyServer: boolean
  readonly user: EtcdUser | undefined
}

export interface EtcdUser {
  readonly name: string
  readonly password: string
}

const tlsFlags = (credentials: Credentials | undefined): readonly string[] =>
  credentials === undefined
    ? []
    : [
        `--cacert=${credentials.authority}`,
        `--cert=${credentials.certificate}`,
        `--key=${credentials.key}`,
      ]

/** A listing of a full /16 takes 25 MB. */
const longestOutput = 256 * 1024 * 1024

/** Runs one command and returns its output, which for most commands is JSON. */
export const etcdctl = async (
  { urls, credentials, anyServer, user }: EtcdAccess,
  ...command: readonly string[]
): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    await tool("etcdctl"),
    [
      ...[`--endpoints=${urls.join(",")}`, "--write-out=json", "--command-timeout=5s"],
      ...tlsFlags(credentials),
      ...(anyServer ? ["--insecure-skip-tls-verify"] : []),
      ...(user === undefined ? [] : [`--user=${user.name}:${user.password}`]),
      ...command,
    ],
    { env: { ETCDCTL_API: "3" }, maxBuffer: longestOutput },
  )
  return stdout
}
