/** The delegate that names pools, apart from all that leases from them. */
export { ipamDsStatic } from "@cni-ipam/plugin-ipam-ds-static"
