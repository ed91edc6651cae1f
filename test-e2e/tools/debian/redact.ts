/**
 * Takes addresses out of what apt says: an archive may be private, and its URI may even carry a
 * password, while our errors end up in public CI logs.
 */
const hostOf = (uri: string): readonly string[] => {
  const host = /^[^:]+:\/\/(?:[^/@]*@)?([^/:]+)/.exec(uri)?.[1]
  return host === undefined ? [] : [host]
}

export const redact = (text: string, uris: readonly string[]): string => {
  const withoutUris = text
    .replace(/\b[a-z][a-z0-9+-]*:\/\S*/gi, "<archive>")
    .replace(/\s*\[IP: [^\]]*\]/g, "")
    // Proxies and redirects bring in hosts that no source entry names.
    .replace(/\b(resolv(?:e|ing)|connect(?:ion)? to) '?[^\s']+'?/gi, "$1 <archive>")
    .replace(/\s*\([0-9a-f]*:[0-9a-f:.]*\)/gi, "")
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, "<archive>")
  return uris
    .flatMap(hostOf)
    .reduce((shown, host) => shown.replaceAll(host, "<archive>"), withoutUris)
}
