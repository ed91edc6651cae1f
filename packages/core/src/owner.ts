/** Who holds an address: one network interface of one container (CNI 1.1.0, "attachment"). */
export interface Owner {
  /** CNI_CONTAINERID, or whatever names the holder in a program of your own. */
  readonly containerId: string
  /**
   * CNI_IFNAME. Empty for a lease whose writer did not record it, as plugins of old did: such a
   * lease belongs to its container, whatever the interface.
   */
  readonly ifname: string
}

export const sameOwner = (a: Owner, b: Owner): boolean =>
  a.containerId === b.containerId && a.ifname === b.ifname

/**
 * Whether `owner` may use and release what `holder` holds: the same attachment, or a lease of
 * this container that names no interface.
 */
export const holds = (holder: Owner, owner: Owner): boolean =>
  holder.containerId === owner.containerId &&
  (holder.ifname === owner.ifname || holder.ifname === "")

export const formatOwner = (owner: Owner): string =>
  owner.ifname === "" ? owner.containerId : `${owner.containerId} (${owner.ifname})`
