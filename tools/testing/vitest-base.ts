import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** How every package is tested: on source, without a build, and silent. */
export default defineConfig({
  resolve: { conditions: ["@x/source"] },
  ssr: { resolve: { conditions: ["@x/source"] } },
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: [fileURLToPath(new URL("./fail-on-console.ts", import.meta.url))],
    // For what hangs, not for what is slow: machines are busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: process.env.CI ? ["default", "json"] : ["default", "json"],
    outputFile: { json: "test-results.json" },
  },
});
