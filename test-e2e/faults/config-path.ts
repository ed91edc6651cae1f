/** Places in a configuration: `["ipam", "ranges", 0]` is `ipam.ranges[0]`. */
import { isObject } from "./answer.js"

export type Fields = Readonly<Record<string, unknown>>

export type Path = readonly (string | number)[]

export const pathText = (path: Path): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .slice(1)

/** A copy in which another value stands at the path. */
const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : item))
  const fields = isObject(value) ? value : {}
  return { ...fields, [key]: replaced(fields[key], rest, by) }
}

export const withField = (config: Fields, path: Path, value: unknown): Fields => {
  const changed = replaced(config, path, value)
  return isObject(changed) ? changed : {}
}

/** The paths to everything in a value, itself included. */
export const pathsIn = (value: unknown, at: Path = []): readonly Path[] => {
  const children = Array.isArray(value)
    ? value.flatMap((item, index) => pathsIn(item, [...at, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...at, key]))
      : []
  return [at, ...children]
}

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((current, key) => {
    if (Array.isArray(current)) return current[Number(key)]
    return isObject(current) ? current[String(key)] : undefined
  }, value)
