/** Reasons of clients, made readable: OpenSSL names its source files, gRPC appends times. */

const unreadable =
  /^Error: |\s*\(\d{4}-[\d-]+T[\d:.]+Z\)$|^(?:[\dA-F]+:)?error:[\dA-F]+:SSL routines:\w*:|:\.\.\/[^:]*:\d+:.*$/gis

const hints: readonly (readonly [text: RegExp, hint: string])[] = [
  [/unable to verify|unable to get|self.signed/, "no authority in caFile vouches for the server"],
  [/alert[ _]certificate[ _]required/i, "the server wants a certificate: set certFile and keyFile"],
  [
    /alert[ _][\w ]*(certificate|unknown[ _]ca)/i,
    "the server does not take the certificate in certFile",
  ],
  [/^Protocol error/, "what answers there is no etcd"],
  [/DECODER|PEM|key values mismatch/, "certFile, keyFile or caFile cannot be used"],
]

/** @example plainReason("Error: connect ECONNREFUSED 127.0.0.1:1") // connect ECONNREFUSED 127.0.0.1:1 */
export const plainReason = (reason: string): string => {
  const plain = reason.replaceAll(unreadable, "").trim()
  const hint = hints.find(([text]) => text.test(plain))?.[1]
  return hint === undefined ? plain : `${hint} (${plain})`
}
