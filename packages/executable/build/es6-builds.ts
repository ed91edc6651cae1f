/** The sources import the CommonJS build, which Node can load; only the other one can be shaken. */
import { dirname } from "node:path"

export const es6Builds: Bun.BunPlugin = {
  name: "es6-builds",
  setup: (build) => {
    build.onResolve({ filter: /^(fp-ts|io-ts)\/lib\// }, ({ path, importer }) => ({
      path: Bun.resolveSync(path.replace("/lib/", "/es6/"), dirname(importer)),
    }))
  },
}
