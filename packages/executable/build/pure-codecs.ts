/**
 * io-ts makes all its codecs when it is loaded and does not say that nothing else depends on
 * it. Those we do not use took 5 % of a command.
 */
export const pureCodecs: Bun.BunPlugin = {
  name: "pure-codecs",
  setup: (build) => {
    build.onLoad({ filter: /io-ts\/es6\/index\.js$/ }, async ({ path }) => ({
      loader: "js",
      contents: (await Bun.file(path).text())
        .replaceAll("/** @class */ (", "/* @__PURE__ */ (")
        .replaceAll("= new ", "= /* @__PURE__ */ new ")
        .replaceAll(/= (brand|refinement)\(/g, "= /* @__PURE__ */ $1(")
        // The only use of a class that nobody else uses.
        .replace(/^Object\.defineProperty\(RecursiveType\.prototype.*?^\}\);$/ms, ""),
    }))
  },
}
