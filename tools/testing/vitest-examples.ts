import { defineConfig } from "vitest/config";

/** How examples are tested: they run in processes of their own, on the built packages, as a user's would. */
export default defineConfig({
  test: {
    include: ["*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", "json"],
    outputFile: { json: "test-results.json" },
  },
});
