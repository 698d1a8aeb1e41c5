/** Tests that drive the built console in a real browser. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    reporters: ["default", "../scripts/closing.mjs"],
    include: ["test/**/*.browser.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A second is too short where two cores are busy; whoever waits for what never comes still fails.
    expect: { poll: { timeout: 10_000 } },
    // Two files at once suit the two cores that the suite is timed for.
    maxWorkers: 2,
    maxConcurrency: 2,
  },
});
