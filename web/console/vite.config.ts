/** Builds the console into the Python package; the server hands the files out under /console/. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const OUT = fileURLToPath(new URL("../../src/relevo/_web/console/", import.meta.url));

/** `RELEVO_URL` lets `npm run dev` work against a server that is running already. */
const server = process.env["RELEVO_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/console/",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    // The page's policy forbids inline scripts and data: URLs in styles.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/v1": { target: server, changeOrigin: false } } },
});
