/** Keys of what no other program knows: owners, cursors, marks of legacy scans, documents. */
import type { Owner, StoreError } from "@cni-ipam/core"
import type { Either } from "fp-ts/lib/Either.js"
import { flatMap, map, right } from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import { nameOf, segmentOf } from "./key-segment.js"
import type { Layout } from "./layout.js"

/** No name's segment begins with a dot. */
const noInterface = "."

export const networksFolder = ({ index }: Layout): string => `${index}networks/`

const networkFolder = (layout: Layout, network: string): string =>
  `${networksFolder(layout)}${network}/`

export const ownersFolder = (layout: Layout, network: string): string =>
  `${networkFolder(layout, network)}owners/`

/** Holds the entries of all interfaces of a container. */
export const containerFolder = (
  layout: Layout,
  network: string,
  { containerId }: Owner,
): Either<StoreError, string> =>
  pipe(
    segmentOf("container", containerId),
    map((container) => `${ownersFolder(layout, network)}${container}/`),
  )

export const ownerKey = (
  layout: Layout,
  network: string,
  owner: Owner,
): Either<StoreError, string> =>
  pipe(
    containerFolder(layout, network, owner),
    flatMap((folder) =>
      pipe(
        owner.ifname === "" ? right(noInterface) : segmentOf("interface", owner.ifname),
        map((ifname) => `${folder}${ifname}`),
      ),
    ),
  )

/** The owner whose entry is kept under the key. */
export const ownerOfKey = (layout: Layout, network: string, key: string): Owner | undefined => {
  const [container = "", interfaceName = "", ...more] = key
    .slice(ownersFolder(layout, network).length)
    .split("/")
  const containerId = nameOf(container)
  const ifname = interfaceName === noInterface ? "" : nameOf(interfaceName)
  return containerId && ifname !== undefined && interfaceName !== "" && more.length === 0
    ? { containerId, ifname }
    : undefined
}

export const cursorsFolder = (layout: Layout, network: string): string =>
  `${networkFolder(layout, network)}cursors/`

export const cursorKey = (layout: Layout, network: string, rangeSet: string): string =>
  `${cursorsFolder(layout, network)}${rangeSet}`

/** Is read with the cursors; no range set's name contains a slash. */
export const crowdKey = (layout: Layout, network: string, rangeSet: string): string =>
  `${cursorKey(layout, network, rangeSet)}/crowd`

/** Says which nodes found no legacy leases in the network. */
export const scannedFolder = (layout: Layout, network: string): string =>
  `${layout.index}scanned/${network}/`

/** Says that a node found no legacy leases in the network. */
export const scannedKey = (layout: Layout, network: string, node: string): string =>
  `${scannedFolder(layout, network)}${node}`

/** Where transactions are told not to happen any more. */
export const fencesFolder = ({ index }: Layout): string => `${index}fences/`

export const documentsFolder = ({ index, documents = `${index}documents/` }: Layout): string =>
  documents

/** Never written: whether it could be is asked. */
export const probeKey = ({ index }: Layout, network: string): string => `${index}probe/${network}`
