/** A server's keys as tests look at them and change them, past the code under test. */
export interface KeyValues {
  readonly put: (key: string, value: string) => Promise<void>
  readonly get: (key: string) => Promise<string | undefined>
  readonly remove: (key: string) => Promise<void>
  /** Every key that begins so, with its value. */
  readonly list: (prefix: string) => Promise<ReadonlyMap<string, string>>
}
