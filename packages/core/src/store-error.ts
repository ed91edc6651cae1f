/**
 * What can go wrong between the allocator and its store, whichever store it is. `explainStoreError`
 * tells a person.
 */
export type StoreError =
  /** The store cannot be reached, read or written. Nothing was changed, or it was undone. */
  | {
      readonly _tag: "Unavailable"
      /** What was tried, as a verb phrase: `write`, `list leases`. */
      readonly operation: string
      /** Which file, key or server. */
      readonly subject: string
      /** In the words of the system: `ENOSPC`, `connection refused`. */
      readonly reason: string
    }
  /** It may have been done, or may still be: no server told. Asking again later tells. */
  | {
      readonly _tag: "Uncertain"
      readonly operation: string
      readonly subject: string
      readonly reason: string
    }
  /** Somebody else was busy with the store for too long. Trying again later may help. */
  | { readonly _tag: "Busy"; readonly subject: string; readonly waitedMs: number }
  /** The store holds something that cannot be understood, and it is in the way. */
  | { readonly _tag: "Corrupt"; readonly subject: string; readonly reason: string }
  /** A network name, owner or key that this store cannot hold. */
  | {
      readonly _tag: "BadName"
      /** Of what it is the name: `network`, `container`, `interface`, `range set`. */
      readonly what: string
      readonly name: string
    }

const longestName = 80

/** One sentence for a person. */
export const explainStoreError = (error: StoreError): string => {
  switch (error._tag) {
    case "Unavailable":
      return `cannot ${error.operation} ${error.subject}: ${error.reason}`
    case "Uncertain":
      return `it is not known whether this was done: ${error.operation} ${error.subject}: ${error.reason}`
    case "Busy":
      return `${error.subject} was in use for ${error.waitedMs} ms; try again later`
    case "Corrupt":
      return `${error.subject} cannot be understood: ${error.reason}`
    case "BadName":
      return `the name of ${error.what.startsWith("i") ? "an" : "a"} ${error.what} cannot be ${JSON.stringify(error.name.slice(0, longestName))}`
  }
}
