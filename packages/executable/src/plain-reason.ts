/** What an error of Bun's `fetch` means, in words for whoever runs the servers. */

const untrusted = "no authority in caFile vouches for the server"

/** By code: where Bun speaks to programmers, or says nothing of what is likely. */
const plainReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was cut",
  ENETUNREACH: "there is no route to its network",
  EHOSTUNREACH: "there is no route to it",
  EADDRNOTAVAIL: "there is no such address to connect to",
  EINVAL: "there is no such address to connect to",
  ENOTFOUND: "nobody knows a host of that name",
  EAI_AGAIN: "the name of the host cannot be looked up now",
  EPROTO:
    "the TLS handshake failed: does the server speak TLS there, and does it want another client certificate?",
  FailedToOpenSocket:
    "no connection could be made: look at the address, and at the certificates and the key if there are any",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate of the server is for another name or address",
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
}

/** What no operator has written, and nobody but the author of a program could change. */
const forProgrammers =
  /fetch\(\)|fetching "|verbose: true|typo in the url|Is the computer able to access/

/** @example plainReason("ENETUNREACH", "Was there a typo in the url or port?") */
export const plainReason = (code: string, message: string): string => {
  const reason =
    plainReasons[code] ?? (forProgrammers.test(message) ? "the request failed" : message)
  return code === "" ? reason : `${reason} (${code})`
}
