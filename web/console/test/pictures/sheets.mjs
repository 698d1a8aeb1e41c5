// Puts pictures of the most telling scenes on two sheets for docs/images: `npm run sheets`. Look at them.
import { fileURLToPath } from "node:url";
import { SCENES } from "../scenes.mjs";
import { launch, openConsole, openWorld } from "../stage.mjs";

const OUT = fileURLToPath(new URL("../../../../docs/images/", import.meta.url));
const SHEETS = [
  {
    file: "console-desk-light.jpg",
    look: { size: "desk", colorScheme: "light" },
    columns: 2,
    width: 760,
    scenes: {
      waiting: "Somebody waits: the prompt, the number they left",
      assignee: "The assignee menu",
      "transfer-offline": "A transfer with a note, to somebody offline",
      handed: "What the next one sees first",
      canned: "Canned replies behind “/”",
      note: "A note for the team",
      found: "A search",
      override: "A supervisor takes over",
    },
  },
  {
    file: "console-phone-dark.jpg",
    look: { size: "phone", colorScheme: "dark" },
    columns: 6,
    width: 260,
    scenes: { "list-all": "All", filters: "Filters", waiting: "Waiting", mine: "Live", "transfer-offline": "Transfer", context: "Details" },
  },
];

const browser = await launch();
for (const { file, look, columns, width, scenes } of SHEETS) {
  const pictures = [];
  for (const [name, words] of Object.entries(scenes)) pictures.push({ words, src: await picture(SCENES[name], look) });
  const page = await browser.newPage({ viewport: { width: columns * (width + 16) + 16, height: 600 } });
  await page.setContent(`<body style="margin:16px;background:#8c9096;font:500 15px sans-serif;color:#fff"><main style="display:grid;grid-template-columns:repeat(${columns},${width}px);gap:16px"></main>`);
  await page.evaluate(hang, pictures);
  await page.screenshot({ path: OUT + file, type: "jpeg", quality: 74, fullPage: true });
}
await browser.close();
process.exit(0);

async function picture({ run, more, ...options }, look) {
  const stage = await openWorld({ more });
  const page = await openConsole(browser, stage, { ...options, ...look });
  await run(page, stage);
  await page.waitForTimeout(500);
  const taken = await page.screenshot();
  await page.context().close();
  stage.close();
  return `data:image/png;base64,${taken.toString("base64")}`;
}

/** Runs in the page of the sheet. */
async function hang(pictures) {
  for (const { words, src } of pictures) {
    const figure = document.createElement("figure");
    const image = new Image();
    const caption = document.createElement("figcaption");
    figure.style.margin = "0";
    image.style.cssText = "display:block;width:100%;border-radius:8px";
    caption.style.padding = "7px 2px 0";
    caption.textContent = words;
    image.src = src;
    await image.decode();
    figure.append(image, caption);
    document.querySelector("main").append(figure);
  }
}
