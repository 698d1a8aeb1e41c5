/** Builds the widget's three files, each after the one whose hashed name it must know: the part for waiting, the chat, the loader. */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type BuildEnvironmentOptions, defineConfig, type Plugin } from "vite";

const OUT = fileURLToPath(new URL("../../src/relevo/_web/widget", import.meta.url));
const TARGET = "es2022";
/** Baseline of 2024: `light-dark()`, `AbortSignal.any()`. */
const CSS_TARGET = ["chrome123", "safari17.5", "firefox124"];

const OXC = { jsx: { runtime: "automatic", importSource: "@relevo/widget/dom" } } as const;

const outputOf = (entry: string, output: { format: "es" | "iife"; entryFileNames: string }): BuildEnvironmentOptions => ({
  outDir: OUT,
  emptyOutDir: false,
  target: TARGET,
  cssTarget: CSS_TARGET,
  modulePreload: false,
  rolldownOptions: { input: fileURLToPath(new URL(entry, import.meta.url)), preserveEntrySignatures: "exports-only", output },
});

const nameOf = (bundle: object): string | undefined =>
  (Object.values(bundle) as { type: string; isEntry?: boolean; fileName: string }[]).find((file) => file.type === "chunk" && file.isEntry)?.fileName;

/** Builds the part that is fetched late by itself: it shares no module with the chat, so that neither waits for the other. */
async function buildWait(): Promise<string | undefined> {
  await rm(OUT, { recursive: true, force: true });
  const built = await build({ configFile: false, logLevel: "warn", oxc: OXC, build: outputOf("src/wait/wait.tsx", { format: "es", entryFileNames: "wait-[hash].js" }) });
  return nameOf((built as { output: object }).output);
}

/** Once the chat is written, builds the loader with its file name put in. */
function loaderAfterChat(): Plugin {
  return {
    name: "relevo-loader",
    async writeBundle(_options, bundle) {
      const define = { __CHAT_FILE__: JSON.stringify(`widget/${nameOf(bundle)}`) };
      await build({ configFile: false, logLevel: "warn", define, build: outputOf("src/loader/loader.ts", { format: "iife", entryFileNames: "widget.js" }) });
    },
  };
}

export default defineConfig(async () => ({
  oxc: OXC,
  define: { __WAIT_FILE__: JSON.stringify(await buildWait()) },
  plugins: [loaderAfterChat()],
  build: outputOf("src/chat/mount.tsx", { format: "es", entryFileNames: "chat-[hash].js" }),
}));
