/** Which packages may import which: docs/decisions/0001-toolchain.md says why, this file checks. */

const sources = (packages) => ({ path: `^packages/(${packages})/src/`, pathNot: "\\.test\\.ts$" })
const tests = (packages) => ({ path: `^packages/(${packages})/src/.*\\.test\\.ts$` })
const store = "store-(?!testkit)[^/]+"

/** Of the packages of this workspace, `from` imports itself and `allowed` and nothing else. */
const imports = (name, from, ...allowed) => ({
  name,
  severity: "error",
  from,
  to: { path: "^(packages|test-e2e)/", pathNot: `^packages/(${["$1", ...allowed].join("|")})/` },
})

const forbid = (name, from, to) => ({ name, severity: "error", from, to })

export default {
  forbidden: [
    imports("core-stands-alone", sources("core")),
    imports("testkit-knows-core-only", sources("store-testkit"), "core"),
    imports("store-knows-core-only", sources(store), "core", "store-kv"),
    imports("store-is-tested-by-the-testkit", tests(store), "core", "store-kv", "store-testkit"),
    imports("cni-knows-no-store", sources("cni"), "core"),
    imports("docker-driver-knows-no-cni", sources("docker-driver"), "core", store),
    imports("plugin-is-a-shell", sources("plugin-[^/]+"), "core", "cni", store),

    forbid("core-runs-anywhere", sources("core"), { dependencyTypes: ["core"] }),
    forbid("store-knows-no-process", sources(store), { path: "^(node:)?process$" }),
    // The benchmark compiles a program that does nothing in the same way.
    forbid(
      "executable-is-the-end",
      { pathNot: "^(packages/executable|test-e2e/bench)/" },
      { path: "^packages/executable/" },
    ),
    forbid(
      "bun-stays-in-executable",
      { pathNot: "^(packages/executable|test-e2e/bench)/" },
      { path: "^bun(:|$)" },
    ),

    forbid("resolvable", {}, { couldNotResolve: true }),
  ],
  options: {
    // The default parser is TypeScript's JavaScript API, which TypeScript 7 no longer has.
    parser: "swc",
    tsPreCompilationDeps: true,
    builtInModules: { add: ["bun", "bun:ffi"] },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "default"],
      extensions: [".ts", ".mjs", ".js"],
    },
  },
}
