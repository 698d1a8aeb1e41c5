/** Builds the widget's two files: the chat first, then the loader, which must know the chat's hashed name. */
import { fileURLToPath } from "node:url";
import { build, defineConfig, type Plugin } from "vite";

const OUT = fileURLToPath(new URL("../../src/relevo/_web/widget", import.meta.url));
const TARGET = "es2022";
/** Baseline of 2024: `light-dark()`, `AbortSignal.any()`. */
const CSS_TARGET = ["chrome123", "safari17.5", "firefox124"];

/** Once the chat is written, builds the loader with its file name put in. */
function loaderAfterChat(): Plugin {
  return {
    name: "relevo-loader",
    async writeBundle(_options, bundle) {
      const chat = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry)?.fileName;
      await build({
        configFile: false,
        logLevel: "warn",
        define: { __CHAT_FILE__: JSON.stringify(`widget/${chat}`) },
        build: {
          outDir: OUT,
          emptyOutDir: false,
          target: TARGET,
          cssTarget: CSS_TARGET,
          modulePreload: false,
          rolldownOptions: {
            input: fileURLToPath(new URL("src/loader/loader.ts", import.meta.url)),
            output: { format: "iife", entryFileNames: "widget.js" },
          },
        },
      });
    },
  };
}

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "@relevo/widget/dom" } },
  plugins: [loaderAfterChat()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: TARGET,
    cssTarget: CSS_TARGET,
    modulePreload: false,
    rolldownOptions: {
      input: fileURLToPath(new URL("src/chat/mount.tsx", import.meta.url)),
      preserveEntrySignatures: "exports-only",
      output: { format: "es", entryFileNames: "chat-[hash].js" },
    },
  },
});
