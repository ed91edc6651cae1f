/** Reads a value out of JSON by its path, so that tests need no type for every answer of a server. */

/**
 * Undefined where there is none.
 *
 * @example jsonAt({ kvs: [{ key: "a" }] }, "kvs", 0, "key") // "a"
 */
export const jsonAt = (json: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined,
    json,
  )

/** The array at a path, empty where there is none: servers often leave out empty arrays. */
export const arrayAt = (
  json: unknown,
  ...path: readonly (string | number)[]
): readonly unknown[] => {
  const found = jsonAt(json, ...path)
  return Array.isArray(found) ? found : []
}

/** The text at a path, and an error where there is none. */
export const textAt = (json: unknown, ...path: readonly (string | number)[]): string => {
  const found = jsonAt(json, ...path)
  if (typeof found === "string") return found
  throw new Error(`no text at ${path.join(".")} of ${JSON.stringify(json)}`)
}
