/** What an error says to a person: one sentence, and what stands behind it. */
export interface Explanation {
  readonly msg: string
  readonly details?: string
}
