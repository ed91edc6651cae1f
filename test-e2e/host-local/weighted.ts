import fc from "fast-check"

/** One of these, the first number telling how often. */
export const weighted = <A>(
  ...choices: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<A>])[]
): fc.Arbitrary<A> => fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))
