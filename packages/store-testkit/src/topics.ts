/** Everything that a store promises, in the order in which a new store is best made to keep it. */
import { allocation } from "./checks/allocation.js"
import { concurrency } from "./checks/concurrency.js"
import { definitions } from "./checks/definitions.js"
import { leaseDetails } from "./checks/details.js"
import { documentChanges } from "./checks/document-changes.js"
import { documents } from "./checks/documents.js"
import { forgetting } from "./checks/forget.js"
import { free } from "./checks/free.js"
import { handingOver } from "./checks/hand-over.js"
import { networks } from "./checks/networks.js"
import { owners } from "./checks/owners.js"
import { pages } from "./checks/pages.js"
import { releasing } from "./checks/release.js"
import { releasingAddresses } from "./checks/release-address.js"
import { reserving } from "./checks/reserve.js"
import { revisions } from "./checks/revisions.js"
import { roundRobin } from "./checks/round-robin.js"
import { secondHandle, sharedDocuments } from "./checks/second-handle.js"
import { upkeep } from "./checks/upkeep.js"
import { exactCandidates, viewing } from "./checks/view.js"
import { viewingAndReserving } from "./checks/view-and-reserve.js"
import type { StoreOptions } from "./options.js"
import { capabilitiesOf } from "./options.js"
import type { Topic } from "./topic.js"

const topics: readonly Topic[] = [
  reserving,
  revisions,
  releasing,
  releasingAddresses,
  handingOver,
  viewing,
  exactCandidates,
  viewingAndReserving,
  free,
  roundRobin,
  pages,
  networks,
  forgetting,
  owners,
  leaseDetails,
  allocation,
  concurrency,
  upkeep,
  definitions,
  secondHandle,
  documents,
  documentChanges,
  sharedDocuments,
]

/** The topics on which this store, by its capabilities, promises something. */
export const topicsOf = (options: StoreOptions): readonly Topic[] => {
  const capabilities = capabilitiesOf(options)
  return topics.filter(({ needs = [] }) => needs.every((capability) => capabilities[capability]))
}
