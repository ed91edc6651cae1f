/** Consul's API is plain HTTP, which Bun has; the npm package would not be used. */
export const withoutConsul: Bun.BunPlugin = {
  name: "without-consul",
  setup: (build) => {
    build.onResolve({ filter: /^consul$/ }, ({ path }) => ({ path, namespace: "absent" }))
    build.onLoad({ filter: /.*/, namespace: "absent" }, ({ path }) => ({
      loader: "js",
      contents: `throw new Error("${path} is not part of this program")`,
    }))
  },
}
