/** URLs of servers in messages: what stands behind a host, or in front of it, may be a secret. */

/**
 * Whether the text may be shown to whoever reads a message or a log: a scheme, a host, a port and a
 * path need no other characters, and a user, a password and a query do.
 *
 * @example isDiscreet("http://10.0.0.1:8500/?token=s3cret") // false
 */
export const isDiscreet = (text: string): boolean => /^[\p{L}\p{N}\s_.:/,[\]-]*$/u.test(text)
