import { defineConfig } from "vitest/config"

// Tests run the packages' sources: no build lies between an edit and its test.
const conditions = ["source", "node"]

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/{src,build}/**/*.test.ts"],
          // What they share, such as a fake clock, they restore: loading all modules anew for each
          // file would take as long as the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test-e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
