/** What the widget costs a page, on the slow phone of the budgets (1.6 Mbit/s, 150 ms, processor x4): `npm run measure`. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStage, type Stage, WidgetPage } from "./fake/browser.ts";

const ROUNDS = 3;

let stage: Stage;
beforeAll(async () => {
  if (process.env["RELEVO_MEASURE"]) stage = await openStage();
});
afterAll(async () => stage?.close());

const median = (values: number[]): number => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
const figures: Record<string, number[]> = {};
const note = (name: string, value: number): void => void (figures[name] ??= []).push(value);

async function slowPhone(): Promise<WidgetPage> {
  const widget = await WidgetPage.open(stage, { viewport: { width: 412, height: 823 } });
  const cdp = await widget.context.newCDPSession(widget.page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await widget.page.addInitScript(() => {
    const seen = ((window as { seen?: { cls: number; blocked: number } }).seen = { cls: 0, blocked: 0 });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.cls += (entry as unknown as { value: number }).value))).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.blocked += entry.duration - 50))).observe({ type: "longtask", buffered: true });
  });
  return widget;
}

const heapMb = (widget: WidgetPage): Promise<number> =>
  widget.context.newCDPSession(widget.page).then(async (cdp) => {
    await cdp.send("HeapProfiler.collectGarbage");
    return ((await cdp.send("Runtime.getHeapUsage")) as { usedSize: number }).usedSize / 2 ** 20;
  });

describe.runIf(process.env["RELEVO_MEASURE"])("figures", () => {
  test("first visit", { timeout: 120_000 }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const widget = await slowPhone();
      await widget.page.goto("about:blank");
      const blank = await heapMb(widget);
      await widget.page.goto(stage.site);
      await widget.get("launcher").waitFor();
      note("launcher visible ms", await widget.page.evaluate(() => performance.now()));
      await widget.page.waitForLoadState("load");
      note("heap over blank, closed, MB", (await heapMb(widget)) - blank);
      const clickedAt = Date.now();
      await widget.get("launcher").click();
      await widget.get("composer").waitFor();
      note("click to panel, cold, ms", Date.now() - clickedAt);
      await widget.get("close").click();
      const againAt = Date.now();
      await widget.get("launcher").click();
      await widget.get("composer").waitFor();
      note("click to panel, warm, ms", Date.now() - againAt);
      const seen = await widget.page.evaluate(() => (window as unknown as { seen: { cls: number; blocked: number } }).seen);
      note("layout shift", seen.cls);
      note("blocking ms", seen.blocked);
      note("heap over blank, open, MB", (await heapMb(widget)) - blank);
      await widget.context.close();
    }
  });

  test("words on the screen", { timeout: 120_000 }, async () => {
    const widget = await WidgetPage.open(stage);
    await widget.openPanel();
    await widget.send("Hello");
    await widget.says("Hello");
    const { desk } = stage.server;
    for (let nth = 0; nth < 200; nth += 1) desk.say(`History **${nth}** with some words in it.`);
    await widget.says("History 199");
    await widget.page.evaluate(() => {
      const arrived: number[] = ((window as { arrived?: number[] }).arrived = []);
      const root = document.querySelector("relevo-widget")?.shadowRoot as ShadowRoot;
      new MutationObserver(() => {
        for (const found of root.textContent?.matchAll(/sent at (\d+)/g) ?? []) {
          const at = Number(found[1]);
          if (arrived.at(-2) !== at && !arrived.includes(at)) requestAnimationFrame(() => setTimeout(() => arrived.push(at, Date.now() - at)));
        }
      }).observe(root, { childList: true, subtree: true, characterData: true });
    });
    for (let nth = 0; nth < 100; nth += 1) {
      desk.say(`sent at ${Date.now()}`);
      await widget.page.waitForTimeout(40);
    }
    await widget.page.waitForTimeout(300);
    const arrived = await widget.page.evaluate(() => (window as unknown as { arrived: number[] }).arrived);
    const delays = arrived.filter((_, nth) => nth % 2).sort((one, other) => one - other);
    expect(delays.length).toBeGreaterThan(50);
    note("reply to paint p50 ms, 200 messages on the screen", delays[Math.floor(delays.length * 0.5)] ?? NaN);
    note("reply to paint p95 ms, 200 messages on the screen", delays[Math.floor(delays.length * 0.95)] ?? NaN);
    const startedAt = Date.now();
    for (let nth = 0; nth < 500; nth += 1) desk.write(`token${nth} `);
    await widget.get("draft").getByText("token499").waitFor();
    note("500 tokens at once to the last on the screen, ms", Date.now() - startedAt);
    await widget.context.close();
  });

  test("are printed", () => {
    for (const [name, values] of Object.entries(figures)) console.log(`${name}: ${median(values).toFixed(2)}`);
  });
});
