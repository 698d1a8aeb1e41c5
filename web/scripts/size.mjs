// Weighs the built front end and fails above its budgets; it builds nothing itself.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const BUILT = fileURLToPath(new URL("../../src/relevo/_web/", import.meta.url));
const KIB = 1024;

/** Chunks that the inbox asks for by itself, by the names that Vite gives them. */
const INBOX = /\/(desk|thread|entry|panel|bar)-/;

let page;

function firstLoad(file) {
  page ??= readFileSync(`${BUILT}console/index.html`, "utf8");
  return page.includes(file.split("/").at(-1)) || INBOX.test(file);
}

/** Budgets in bytes after gzip -9 (docs: web/README.md). A part that has not been built is an error unless it is optional. */
const BUDGETS = [
  { name: "widget loader", files: ["widget/widget.js"], gzip: 2 * KIB },
  // What a visitor who chats has fetched: the loader and the chat, styles included.
  { name: "widget chat", folder: "widget", but: /wait-/, gzip: 20 * KIB },
  // The same with the part that comes once a person is asked for.
  { name: "widget whole", folder: "widget", gzip: 25 * KIB },
  // What an agent's browser fetches until a conversation stands open: what the page names, and what the inbox asks for by itself.
  { name: "console first load", folder: "console", only: firstLoad, gzip: 90 * KIB, optional: true },
  { name: "console whole", folder: "console", gzip: 160 * KIB, optional: true },
];

const listed = (folder) =>
  readdirSync(BUILT + folder, { recursive: true })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(js|css)$/.test(file));

let over = 0;
for (const budget of BUDGETS) {
  if (budget.folder && !existsSync(BUILT + budget.folder)) {
    if (budget.optional) continue;
    throw new Error(`${budget.folder} is not built: run "npm run build" first`);
  }
  const files = budget.files ?? listed(budget.folder).filter((file) => !budget.but?.test(file) && (budget.only?.(file) ?? true));
  const bodies = files.map((file) => readFileSync(BUILT + file));
  const sum = (weigh) => bodies.reduce((total, body) => total + weigh(body).length, 0);
  const gzip = sum((body) => gzipSync(body, { level: 9 }));
  const brotli = sum((body) => brotliCompressSync(body));
  const fits = gzip <= budget.gzip;
  if (!fits) over += 1;
  console.log(
    `${fits ? "ok  " : "OVER"} ${budget.name}: ${gzip} B gzip, ${brotli} B brotli, ${sum((body) => body)} B raw (budget ${budget.gzip} B gzip, ${files.length} files)`,
  );
}
process.exitCode = over ? 1 : 0;
