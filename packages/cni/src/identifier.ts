const identifier = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/

/**
 * Whether the text may name a container or a network (CNI 1.1.0, "Parameters"). Stores make
 * paths of such names, so nothing else may pass.
 */
export const isIdentifier = (text: string): boolean => identifier.test(text)
