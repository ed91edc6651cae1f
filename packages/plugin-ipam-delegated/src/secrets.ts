/**
 * What of a configuration nobody else may see, and how it is kept out of what a delegate says: some
 * programs show in their errors what they were given.
 */

/** Names of fields in the configurations of plugins, whoever wrote them. */
const secretName = /token|pass(word|wd|phrase)?$|secret|credential|auth(?!or)|key/i
/** Where it is kept is no secret, and a message without it is of no use. */
const placeName = /(file|path|dir)$/i

const substitute = "(a secret)"

export interface Secrets {
  /** Names of fields, in JSON: a delegate may have cut off the values that belong to them. */
  readonly names: readonly string[]
  /** Texts, as they are and as JSON has them. */
  readonly values: readonly string[]
}

/** Numbers below are in every sentence. */
const leastNumber = 1000

const isTelling = (value: unknown): value is string | number =>
  typeof value === "number" ? value >= leastNumber : typeof value === "string" && value !== ""

const spellings = (value: string): readonly string[] => {
  const inJson = JSON.stringify(value).slice(1, -1)
  return inJson === value ? [value] : [inJson, value]
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** The longest first: one may be a part of another. */
export const secretsOf = (config: unknown): Secrets => {
  const names = new Set<string>()
  const values = new Set<string>()
  // Not by recursion: a configuration may be deeper than the stack.
  const open: { readonly value: unknown; readonly isSecret: boolean }[] = [
    { value: config, isSecret: false },
  ]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, isSecret } = next
    if (isObject(value))
      for (const [name, inner] of Object.entries(value)) {
        const isOne = secretName.test(name) && !placeName.test(name)
        if (isOne) names.add(JSON.stringify(name))
        open.push({ value: inner, isSecret: isSecret || isOne })
      }
    else if (isSecret && isTelling(value))
      for (const text of spellings(`${value}`)) values.add(text)
  }
  return { names: [...names], values: [...values].sort((a, b) => b.length - a.length) }
}

/** Whether the text tells any of them, or a part of one. */
export const tells = (text: string, { names, values }: Secrets): boolean =>
  [...names, ...values].some((one) => text.includes(one))

/** A sentence without them. */
export const withoutSecrets = (text: string, { values }: Secrets): string =>
  values.reduce((sentence, value) => sentence.replaceAll(value, () => substitute), text)
