/**
 * Pictures of every state, to be looked at by a person: `RELEVO_SHOTS=folder npm run shots`. Sheets of them stand in
 * `docs/images` and are made anew with `npm run sheets`: the most telling ones large, and all of them small.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, test } from "vitest";
import { BEN, type Desk } from "./fake/desk.ts";
import { openStage, type Stage, WidgetPage } from "./fake/browser.ts";

const FOLDER = process.env["RELEVO_SHOTS"];
const ANSWER = "You can send it back **within 30 days**, unworn and with its label. Here is how:\n\n1. Open [your orders](https://shop.example/orders)\n2. Choose *Return an item*\n3. Print the label `LL-RET`\n\nThe money is with you about 5 days after the parcel has reached us.";

let stage: Stage;
beforeAll(async () => {
  if (FOLDER) mkdirSync(FOLDER, { recursive: true });
  if (FOLDER) stage = await openStage();
});
afterAll(async () => stage?.close());

/** The steps of a visit; each ends in a picture. */
const STEPS: [name: string, step: (widget: WidgetPage, desk: () => Desk) => Promise<unknown>][] = [
  ["01-empty", async () => {}],
  [
    "02-draft",
    async (widget, desk) => {
      await widget.send("Hi! Can I still return the grey blanket I bought two weeks ago?");
      await widget.says("grey blanket");
      desk().write("You can send it back **within 30 days**, unworn and with its label. Here");
      await widget.get("draft").waitFor();
    },
  ],
  [
    "03-answer",
    async (widget, desk) => {
      desk().answer(ANSWER);
      await widget.says("5 days after");
    },
  ],
  [
    "04-asked",
    async (widget, desk) => {
      await widget.send("Can I talk to a real person?");
      await widget.says("real person");
      desk().offer();
      await widget.phase("asked");
    },
  ],
  [
    "05-waiting",
    async (widget, desk) => {
      await widget.get("accept").click();
      await widget.phase("waiting");
      desk().queue(3, 290);
      await widget.get("queue").waitFor();
    },
  ],
  [
    "06-busy",
    async (widget, desk) => {
      desk().expire();
      await widget.get("phone-form").waitFor();
    },
  ],
  [
    "06-no-number",
    async (widget) => {
      await widget.get("phone-country").selectOption("SE");
      await widget.get("phone").fill("70 12");
      await widget.get("phone").press("Enter");
      await widget.page.locator("[aria-invalid=true]").waitFor();
    },
  ],
  [
    "07-contact-left",
    async (widget) => {
      await widget.get("phone").fill("70 123 45 67");
      await widget.page.getByText("Request a call").click();
      await widget.get("phone-edit").waitFor();
    },
  ],
  [
    "08-joining",
    async (widget, desk) => {
      desk().takeOver();
      await widget.phase("joining");
    },
  ],
  [
    "09-live",
    async (widget, desk) => {
      desk().say("Hello, I'm Anna. I can see your order **LL-4812**.");
      desk().say("Shall I send you the return label by e-mail?");
      await widget.phase("live");
      await widget.send("Yes please, that would be great!");
      await widget.says("that would be great");
      desk().ephemeral({ type: "typing", actor: { kind: "agent", id: "anna", name: "Anna Lindqvist", avatar_url: null } });
      await widget.get("typing").waitFor();
      await widget.get("composer").fill("One more thing: can I");
    },
  ],
  [
    "10-released",
    async (widget, desk) => {
      desk().say("Done. It is on its way to you.");
      desk().release();
      await widget.send("Thanks! How long does the label stay valid?");
      await widget.says("stay valid");
      desk().write("The label stays valid for **14 days");
      await widget.get("draft").waitFor();
    },
  ],
  [
    "11-cut",
    async (widget, desk) => {
      desk().takeOver(BEN);
      desk().say("Ben here: I have made it 60 days for you.", BEN);
      await widget.says("60 days");
    },
  ],
  [
    "12-closed",
    async (widget, desk) => {
      desk().resolve(BEN);
      await widget.phase("closed");
    },
  ],
];

const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} as const;

/** What stands on the large sheets, and under which words. */
const TELLING: Readonly<Record<string, string>> = {
  "01-empty": "with AI",
  "04-asked": "asked",
  "05-waiting": "waiting",
  "06-busy": "busy",
  "07-contact-left": "busy, number left",
  "08-joining": "joining",
  "09-live": "live",
  "12-closed": "closed",
};
/** What stands on the small ones. */
const ALL: Readonly<Record<string, string>> = Object.fromEntries(["00-closed", ...STEPS.map(([name]) => name)].map((name) => [name, name.slice(3)]));
const RATIOS = { desktop: "428 / 782", phone: "390 / 844" };
const BACKGROUNDS = { light: "#fff", dark: "#0b0c0f" };

/** Lays pictures side by side and photographs them. */
async function sheet(name: string, size: keyof typeof RATIOS, colour: keyof typeof BACKGROUNDS, scenes: typeof TELLING, columns = 4): Promise<void> {
  const page = await stage.browser.newPage({ viewport: { width: 1240, height: 600 } });
  const background = BACKGROUNDS[colour];
  const figures = Object.entries(scenes).map(([step, words]) => {
    const picture = readFileSync(`${FOLDER}/${size}-${colour}-${step}.png`).toString("base64");
    return `<figure><img src="data:image/png;base64,${picture}"><figcaption>${words}</figcaption></figure>`;
  });
  await page.setContent(
    `<style>body{display:grid;grid-template-columns:repeat(${columns},1fr);gap:14px;margin:0;padding:14px;background:${background};font:600 15px system-ui;color:${background === "#fff" ? "#333" : "#ddd"}}
    figure{margin:0}img{display:block;width:100%;aspect-ratio:${RATIOS[size]};object-fit:cover;object-position:bottom;border:1px solid #8884;border-radius:10px}figcaption{padding:5px 2px}</style>${figures.join("")}`,
  );
  await page.screenshot({ path: fileURLToPath(new URL(`../../../docs/images/${name}.jpg`, import.meta.url)), type: "jpeg", quality: 52, fullPage: true });
  await page.close();
}

describe.runIf(FOLDER)("pictures", () => {
  for (const [size, options] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`${size} ${colorScheme}`, { timeout: 120_000 }, async () => {
        const widget = await WidgetPage.open(stage, { ...options, colorScheme });
        await widget.page.screenshot({ path: `${FOLDER}/${size}-${colorScheme}-00-closed.png` });
        await widget.openPanel();
        for (const [name, step] of STEPS) {
          await step(widget, () => stage.server.desk);
          await widget.page.waitForTimeout(350);
          const clip = size === "desktop" ? { x: 852, y: 18, width: 428, height: 782 } : undefined;
          await widget.page.screenshot({ path: `${FOLDER}/${size}-${colorScheme}-${name}.png`, ...(clip && { clip }) });
        }
        await widget.context.close();
      });
    }
  }

  test.runIf(process.env["RELEVO_SHEETS"])("sheets for the documentation", async () => {
    await sheet("widget-states-light", "desktop", "light", TELLING);
    await sheet("widget-states-dark", "phone", "dark", TELLING);
    mkdirSync(fileURLToPath(new URL("../../../docs/images/states", import.meta.url)), { recursive: true });
    for (const size of ["desktop", "phone"] as const)
      for (const colour of ["light", "dark"] as const) await sheet(`states/widget-${size}-${colour}`, size, colour, ALL, 7);
  });

  test("odd corners", { timeout: 120_000 }, async () => {
    const shot = (widget: WidgetPage, name: string): Promise<unknown> => widget.page.waitForTimeout(300).then(() => widget.page.screenshot({ path: `${FOLDER}/odd-${name}.png` }));
    stage.server.locale = "ar";
    const arabic = await WidgetPage.open(stage, {}, { lang: "ar", attributes: 'data-position="start" data-color="#ffd400"' });
    await arabic.openPanel();
    await arabic.send("مرحبا، متى يصل طلبي LL-4812؟");
    await arabic.says("LL-4812");
    stage.server.desk.request();
    stage.server.desk.queue(2, 240);
    stage.server.desk.expire();
    await arabic.get("phone-form").waitFor();
    await shot(arabic, "rtl-busy");
    stage.server.desk.takeOver();
    stage.server.desk.say("أهلا! سيصل **غدا**.\n\n- الرقم: `LL-4812`\n- [تتبع الطلب](https://shop.example)");
    await arabic.phase("live");
    await shot(arabic, "rtl");
    await arabic.context.close();
    stage.server.locale = "en";

    const widget = await WidgetPage.open(stage);
    await widget.openPanel();
    await widget.send("Hello");
    await widget.says("Hello");
    stage.server.desk.answer("| Size | Price | In stock |\n|---|---|---|\n| 130 × 180 | €129 | yes |\n| 200 × 240 | €219 | from May |\n\n> Wool shrinks when it is washed hot.\n\n```\ncare: 30°\n```\nSee https://shop.example/a-very-long-address/that-goes-on-and-on/and-does-not-end-before-the-edge?of=the&bubble=yes");
    for (let nth = 0; nth < 3; nth += 1) stage.server.desk.answer(`Line ${nth}`);
    await widget.says("Line 2");
    stage.server.outage = 0;
    stage.server.desk.cutStreams();
    await widget.send("This one waits for the network.");
    await widget.page.waitForTimeout(2500);
    await shot(widget, "offline");
    await widget.page.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = 0));
    await shot(widget, "scrolled-up");
    stage.server.outage = 418;
    await widget.send("x");
    await widget.page.getByText("Not sent").first().waitFor({ timeout: 20_000 });
    await shot(widget, "refused");
    stage.server.outage = 403;
    await widget.page.evaluate(() => localStorage.clear());
    await widget.page.reload();
    await widget.page.getByTestId("status").getByText("not available").waitFor();
    await shot(widget, "failed");
    stage.server.outage = null;
    await widget.context.close();

    const landscape = await WidgetPage.open(stage, { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true });
    await landscape.openPanel();
    await landscape.send("Hello");
    await landscape.says("Hello");
    await shot(landscape, "landscape");
    await landscape.context.close();
  });
});
