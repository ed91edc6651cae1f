/** Reads one environment variable; what is empty is not set, as compose files leave it. */
import type { Cidr } from "@cni-ipam/core"
import { formatCidr, parseCidr, withoutHostBits } from "@cni-ipam/core"
import * as E from "fp-ts/lib/Either.js"

export type Environment = Readonly<Record<string, string | undefined>>

/** One sentence: which variable, what it must be, what was found. */
export type SettingError = string

export type Setting<A> = (env: Environment) => E.Either<SettingError, A>

const wrong = (name: string, expected: string, found: string): E.Either<SettingError, never> =>
  E.left(`${name} must be ${expected}, found ${JSON.stringify(found)}`)

const given = (env: Environment, name: string): string | undefined => env[name]?.trim() || undefined

export const optional =
  (name: string): Setting<string | undefined> =>
  (env) =>
    E.right(given(env, name))

export const text =
  (name: string, otherwise: string): Setting<string> =>
  (env) =>
    E.right(given(env, name) ?? otherwise)

/** @param pattern what the text must match, of which `expected` says what that is. */
export const matching =
  (name: string, otherwise: string, pattern: RegExp, expected: string): Setting<string> =>
  (env) => {
    const found = given(env, name) ?? otherwise
    return pattern.test(found) ? E.right(found) : wrong(name, expected, found)
  }

export const oneOf =
  <Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Setting<Choice> =>
  (env) => {
    const found = given(env, name) ?? choices[0]
    const choice = choices.find((one) => one === found)
    return choice === undefined
      ? wrong(name, `one of ${choices.join(", ")}`, found)
      : E.right(choice)
  }

export const integer =
  (name: string, otherwise: number, least: number, most: number): Setting<number> =>
  (env) => {
    const found = given(env, name) ?? `${otherwise}`
    const number = /^\d{1,6}$/.test(found) ? Number(found) : Number.NaN
    return least <= number && number <= most
      ? E.right(number)
      : wrong(name, `a number from ${least} to ${most}`, found)
  }

/** @param longest prefix length that it may have. */
export const block =
  (name: string, otherwise: string, family: 4 | 6, longest: number): Setting<Cidr> =>
  (env) => {
    const found = given(env, name) ?? otherwise
    const cidr = parseCidr(found)
    if (cidr._tag === "None") return wrong(name, "a network in CIDR notation", found)
    const { network, address } = cidr.value
    if (network.family !== family)
      return E.left(`${name}: Supernet must be an IPv${family} address, found ${found}`)
    if (cidr.value.prefixLength > longest)
      return wrong(name, `a network with a prefix length of ${longest} at most`, found)
    return address.value === network.value
      ? E.right(cidr.value)
      : wrong(name, `a network, such as ${formatCidr(withoutHostBits(cidr.value))}`, found)
  }
