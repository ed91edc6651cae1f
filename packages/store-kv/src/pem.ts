/** Certificates and keys. */

/**
 * Whether the text may be PEM. Clients of TLS ignore what is none, or say that there is no
 * connection.
 */
export const isPem = (text: string): boolean => text.includes("-----BEGIN ")
