// Puts pictures of the scenes on sheets for docs/images: the most telling ones large, and every state small, on a desktop and a phone,
// light and dark: `npm run sheets`. Look at them.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SCENES } from "../scenes.mjs";
import { SETTINGS_SCENES } from "../settings-scenes.mjs";
import { launch, openConsole, openWorld } from "../stage.mjs";

const OUT = fileURLToPath(new URL("../../../../docs/images/", import.meta.url));
const ALL = { ...SCENES, ...SETTINGS_SCENES };
const COLOURS = ["light", "dark"];
const TELLING = [
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
/** How every state is hung: on so many columns, so wide, and so high at the most, for a few scenes scroll far. */
const SMALL = { desk: { columns: 5, width: 380, height: 238 }, phone: { columns: 10, width: 184, height: 398 } };

const browser = await launch();
mkdirSync(`${OUT}states`, { recursive: true });
for (const { file, look, columns, width, scenes } of TELLING) {
  const pictures = [];
  for (const [name, words] of Object.entries(scenes)) pictures.push({ words, ...(await picture(ALL[name], look.size, [look.colorScheme])) });
  await hang(file, { columns, width }, look.colorScheme, pictures);
}
for (const [size, frame] of Object.entries(SMALL)) {
  const pictures = [];
  for (const [name, scene] of Object.entries(ALL)) pictures.push({ words: name, ...(await picture(scene, size, COLOURS)) });
  for (const colour of COLOURS) await hang(`states/console-${size}-${colour}.jpg`, frame, colour, pictures);
}
// A test compares it with the scenes that there are, so that no state is added without its picture.
writeFileSync(`${OUT}states/console.txt`, `${Object.keys(ALL).join("\n")}\n`);
await browser.close();
process.exit(0);

/** A scene in some colours: it is opened once, which costs most. */
async function picture({ run, more, ...options }, size, colours) {
  const stage = await openWorld({ more });
  const page = await openConsole(browser, stage, { ...options, size, colorScheme: colours[0] });
  await run(page, stage);
  const taken = {};
  for (const colorScheme of colours) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.waitForTimeout(300);
    taken[colorScheme] = `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;
  }
  await page.context().close();
  stage.close();
  return taken;
}

async function hang(file, { columns, width, height }, colour, pictures) {
  const page = await browser.newPage({ viewport: { width: columns * (width + 16) + 16, height: 600 } });
  await page.setContent(`<body style="margin:16px;background:#8c9096;font:500 15px sans-serif;color:#fff"><main style="display:grid;grid-template-columns:repeat(${columns},${width}px);gap:16px"></main>`);
  for (const { words, [colour]: src } of pictures) await page.evaluate(frame, { words, src, height });
  await page.screenshot({ path: OUT + file, type: "jpeg", quality: height ? 62 : 74, fullPage: true });
  await page.close();
}

/** Runs in the page of the sheet. */
async function frame({ words, src, height }) {
  const figure = document.createElement("figure");
  const image = new Image();
  const caption = document.createElement("figcaption");
  figure.style.margin = "0";
  image.style.cssText = `display:block;width:100%;border-radius:8px;${height ? `height:${height}px;object-fit:cover;object-position:top` : ""}`;
  caption.style.padding = "7px 2px 0";
  caption.textContent = words;
  image.src = src;
  await image.decode();
  figure.append(image, caption);
  document.querySelector("main").append(figure);
}
