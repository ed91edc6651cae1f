import type { Cidr } from "@cni-ipam/core"
import { parseCidr } from "@cni-ipam/core"

export const cidr = (text: string): Cidr => {
  const parsed = parseCidr(text)
  if (parsed._tag === "None") throw new Error(`${text} is no subnet`)
  return parsed.value
}
