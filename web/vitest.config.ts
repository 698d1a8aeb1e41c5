import { defineConfig } from "vitest/config";

/** Every fast test of the workspace; tests that need a browser are named `*.browser.test.ts` and run by `npm run test:browser`. */
export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing.mjs"],
    include: ["{client,ui,widget,console}/{src,test,moves}/**/*.test.{ts,tsx}"],
    exclude: ["**/*.browser.test.ts", "**/node_modules/**"],
  },
});
