/** A network of both families on a bridge, whose addresses are host-local's. */

/** How many addresses of IPv4 it has: all of the subnet but its first, its gateway and its last. */
export const usable = 13

export const bridgeNetwork = (name: string, dataDir: string, cniVersion: string) => ({
  cniVersion,
  name,
  plugins: [
    {
      type: "bridge",
      bridge: `br-${name}`,
      isGateway: true,
      ipam: {
        type: "host-local",
        dataDir,
        ranges: [[{ subnet: "10.85.0.0/28" }], [{ subnet: "fd85::/64" }]],
        routes: [{ dst: "0.0.0.0/0" }, { dst: "::/0" }],
      },
    },
  ],
})
