/** What is used of fp-ts's functions on functions. */
import type * as original from "fp-ts/es6/function.js"

type Step = (input: unknown) => unknown

function apply(value: unknown, ...steps: readonly Step[]): unknown {
  let result = value
  for (let index = 0; index < steps.length; index++) result = steps[index]?.(result)
  return result
}

export const pipe: typeof original.pipe = apply
