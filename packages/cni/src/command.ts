/** The commands that come with a configuration, and what the environment must tell for each. */
export type Command = "ADD" | "DEL" | "CHECK" | "GC" | "STATUS"

/** CNI 1.1.0, "Parameters". Of these, `CNI_PATH` is demanded as Go's plugins demand it. */
export const requiredVariables: Readonly<Record<Command, readonly string[]>> = {
  ADD: ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"],
  CHECK: ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"],
  DEL: ["CNI_CONTAINERID", "CNI_IFNAME", "CNI_PATH"],
  GC: ["CNI_PATH"],
  STATUS: ["CNI_PATH"],
}

export const isCommand = (text: string): text is Command => Object.hasOwn(requiredVariables, text)
