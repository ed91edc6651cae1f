/** What a containerd of a test is told, by version. */

export const containerdVersions = ["1.6", "2.1"] as const

export type ContainerdVersion = (typeof containerdVersions)[number]

export interface Places {
  /** All that it writes. */
  readonly folder: string
  readonly socket: string
  /** The image of which each pod is made. */
  readonly image: string
  readonly runc: string
  /** Where plugins are. */
  readonly bin: string
  /** Where networks are defined. */
  readonly networks: string
}

/** Nobody can lower the score of the memory killer, nor load a profile of AppArmor, everywhere. */
const modest = `
restrict_oom_score_adj = true
disable_apparmor = true
`

/** Texts and lists are written in TOML as in JSON. */
const toml = JSON.stringify

const general = (version: number, { folder, socket }: Places): string => `
version = ${version}
root = ${toml(`${folder}/root`)}
state = ${toml(`${folder}/state`)}
[grpc]
address = ${toml(socket)}
`

const v1 = `plugins."io.containerd.grpc.v1.cri"`
const [v2, v2Images] = [
  `plugins."io.containerd.cri.v1.runtime"`,
  `plugins."io.containerd.cri.v1.images"`,
]

const runtime = (cri: string, { runc }: Places): string => `
[${cri}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[${cri}.containerd.runtimes.runc.options]
BinaryName = ${toml(runc)}
`

export const settings: Readonly<Record<ContainerdVersion, (places: Places) => string>> = {
  "1.6": (places) => `${general(2, places)}
[${v1}]
sandbox_image = ${toml(places.image)}
${modest}
[${v1}.containerd]
snapshotter = "native"
${runtime(v1, places)}
[${v1}.cni]
bin_dir = ${toml(places.bin)}
conf_dir = ${toml(places.networks)}
`,
  "2.1": (places) => `${general(3, places)}
[${v2Images}]
snapshotter = "native"
[${v2Images}.pinned_images]
sandbox = ${toml(places.image)}
[${v2}]
${modest}
${runtime(v2, places)}
[${v2}.cni]
bin_dirs = ${toml([places.bin])}
conf_dir = ${toml(places.networks)}
`,
}
