/** Where a server is: from the fields of the original plugin to a URL. */

export const hostsOf = (addresses: string): readonly string[] =>
  addresses.split(",").map((host) => host.trim())

/** @example serverUrl("http", "::1", "8500") // http://[::1]:8500 */
export const serverUrl = (scheme: string, host: string, port: string): string =>
  `${scheme}://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`
