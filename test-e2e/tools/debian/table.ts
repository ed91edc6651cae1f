/**
 * Which package of which Debian suite holds each program the tests run. An entry costs nothing until
 * a test asks for it.
 */
export type ToolSource = {
  readonly suite: string
  readonly package: string
  /** Where the program lies inside the package. */
  readonly path: string
  /** Whether any version will do, so that one the machine already has is taken instead. */
  readonly onPath?: true
}

const cniPlugin = (suite: string, name: string): ToolSource => ({
  suite,
  package: "containernetworking-plugins",
  path: `usr/lib/cni/${name}`,
})

export const tools = {
  "host-local": cniPlugin("sid", "host-local"),
  bridge: cniPlugin("sid", "bridge"),
  loopback: cniPlugin("sid", "loopback"),
  portmap: cniPlugin("sid", "portmap"),
  ptp: cniPlugin("sid", "ptp"),
  "host-local-1.1": cniPlugin("bookworm", "host-local"),
  "bridge-1.1": cniPlugin("bookworm", "bridge"),
  "loopback-1.1": cniPlugin("bookworm", "loopback"),
  "portmap-1.1": cniPlugin("bookworm", "portmap"),
  "ptp-1.1": cniPlugin("bookworm", "ptp"),
  ip: { suite: "bookworm", package: "iproute2", path: "bin/ip", onPath: true },
  ping: { suite: "bookworm", package: "iputils-ping", path: "bin/ping", onPath: true },
  strace: { suite: "bookworm", package: "strace", path: "usr/bin/strace", onPath: true },
  openssl: { suite: "bookworm", package: "openssl", path: "usr/bin/openssl", onPath: true },
  etcd: { suite: "sid", package: "etcd-server", path: "usr/bin/etcd" },
  etcdctl: { suite: "sid", package: "etcd-client", path: "usr/bin/etcdctl" },
  "etcd-3.4": { suite: "bookworm", package: "etcd-server", path: "usr/bin/etcd" },
  "etcdctl-3.4": { suite: "bookworm", package: "etcd-client", path: "usr/bin/etcdctl" },
  consul: { suite: "bullseye", package: "consul", path: "usr/bin/consul" },
  dockerd: { suite: "sid", package: "docker.io", path: "usr/sbin/dockerd" },
  docker: { suite: "sid", package: "docker-cli", path: "usr/bin/docker" },
  containerd: { suite: "sid", package: "containerd", path: "usr/bin/containerd" },
  ctr: { suite: "sid", package: "containerd", path: "usr/bin/ctr" },
  "dockerd-20.10": { suite: "bookworm", package: "docker.io", path: "usr/sbin/dockerd" },
  "docker-20.10": { suite: "bookworm", package: "docker.io", path: "usr/bin/docker" },
  "containerd-1.6": { suite: "bookworm", package: "containerd", path: "usr/bin/containerd" },
  "ctr-1.6": { suite: "bookworm", package: "containerd", path: "usr/bin/ctr" },
  // That of later suites needs a newer C library than the machine may have.
  runc: { suite: "bookworm", package: "runc", path: "usr/sbin/runc" },
  podman: { suite: "bookworm", package: "podman", path: "usr/bin/podman" },
  conmon: { suite: "bookworm", package: "conmon", path: "usr/bin/conmon" },
  busybox: { suite: "bookworm", package: "busybox-static", path: "bin/busybox" },
} as const satisfies Readonly<Record<string, ToolSource>>

export type ToolName = keyof typeof tools
