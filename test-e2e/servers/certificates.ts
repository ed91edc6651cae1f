/** Certificates for servers and clients on loopback, good and bad ones, made with openssl. */
import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { tool } from "../tools/debian.js"

/** The paths of three PEM files. */
export interface Credentials {
  /** Whom the holder trusts, which is also who made the certificate. */
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

export interface Wanted {
  /** Unique among the certificates of one authority. */
  readonly name: string
  readonly expired?: boolean
}

export interface Authority {
  readonly certificate: string
  /** For a server at these addresses, at 127.0.0.1 and at localhost. */
  readonly server: (wanted: Wanted, addresses: readonly string[]) => Promise<Credentials>
  /** With its name as CN unless it is to be anonymous. */
  readonly client: (wanted: Wanted & { readonly anonymous?: boolean }) => Promise<Credentials>
}

// Our own, because what a distribution's default holds differs.
const requestConfig = "[req]\ndistinguished_name = dn\n[dn]\n"

const quickKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

const nobody = "/O=cni-ipam tests"

const authorityExtensions = "basicConstraints = critical, CA:TRUE\nsubjectKeyIdentifier = hash\n"

// Servers are also clients: of each other, and etcd's JSON gateway is one of etcd itself.
const serverExtensions = (addresses: readonly string[]) =>
  [
    "extendedKeyUsage = serverAuth, clientAuth",
    // etcd looks for the address from which its peer connects, and that is 127.0.0.1.
    `subjectAltName = DNS:localhost, ${["127.0.0.1", ...addresses].map((one) => `IP:${one}`).join(", ")}`,
    "",
  ].join("\n")

const clientExtensions = "extendedKeyUsage = clientAuth\n"

/** A new authority, whose files and those of all its certificates lie in the folder. */
export const makeAuthority = async (folder: string, name: string): Promise<Authority> => {
  const program = await tool("openssl")
  const openssl = (...args: readonly string[]) =>
    promisify(execFile)(program, args, { cwd: folder, env: {} })
  const path = (file: string) => join(folder, `${name}-${file}`)

  /** Makes a key and the request that it be certified. */
  const ask = async (file: string, subject: string) => {
    const [key, request, config] = [path(`${file}.key`), path(`${file}.csr`), path(`${file}.cnf`)]
    await writeFile(config, requestConfig)
    const files = ["-config", config, "-keyout", key, "-out", request]
    await openssl("req", "-new", ...quickKey, ...files, "-subj", subject)
    return { key, request }
  }

  const grant = async (file: string, extensions: string, ...how: readonly string[]) => {
    const [certificate, extensionFile] = [path(`${file}.crt`), path(`${file}.ext`)]
    await writeFile(extensionFile, extensions)
    await openssl("x509", "-req", ...how, "-extfile", extensionFile, "-out", certificate)
    return certificate
  }

  const own = await ask("authority", `${nobody}/CN=${name}`)
  const byItself = ["-in", own.request, "-signkey", own.key, "-days", "2"]
  const authority = await grant("authority", authorityExtensions, ...byItself)

  const issue = async (wanted: Wanted, subject: string, extensions: string) => {
    const { key, request } = await ask(wanted.name, subject)
    const serial = `0x${randomBytes(8).toString("hex")}`
    const days = wanted.expired === true ? "-1" : "2"
    const byUs = ["-CA", authority, "-CAkey", own.key, "-set_serial", serial, "-days", days]
    const certificate = await grant(wanted.name, extensions, "-in", request, ...byUs)
    return { authority, certificate, key }
  }

  return {
    certificate: authority,
    // Without a CN: etcd would take it for the user on whose behalf its JSON gateway asks.
    server: (wanted, addresses) => issue(wanted, nobody, serverExtensions(addresses)),
    client: (wanted) =>
      issue(
        wanted,
        wanted.anonymous === true ? nobody : `${nobody}/CN=${wanted.name}`,
        clientExtensions,
      ),
  }
}
