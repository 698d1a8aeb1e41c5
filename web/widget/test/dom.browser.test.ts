/** However a tree changes, the screen shows the last one, and what stayed is the same element as before. */
import { readFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transformWithOxc } from "vite";
import type { draw, textNode, VNode } from "../src/dom/dom.ts";
import { FLAGS } from "./fake/browser.ts";

type Dom = { draw: typeof draw; textNode: typeof textNode };
type Inside = Window & { dom: Dom };

let browser: Browser;
let page: Page;
beforeAll(async () => {
  const { code } = await transformWithOxc(await readFile(new URL("../src/dom/dom.ts", import.meta.url), "utf8"), "dom.ts");
  browser = await chromium.launch({ executablePath: process.env["RELEVO_TEST_CHROMIUM"] ?? "/usr/bin/chromium-headless-shell", args: FLAGS });
  page = await browser.newPage();
  await page.addScriptTag({ type: "module", content: code.replace(/export (function|const)/g, "$1") + "\nwindow.dom = { draw, textNode };" });
});
afterAll(() => browser.close());

test("a thousand random lists, with and without keys, are drawn as they are and keep their elements", async () => {
  const wrong = await page.evaluate(() => {
    const { draw, textNode } = (window as unknown as Inside).dom;
    // A fixed seed: a failure happens again.
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    const box = document.body.appendChild(document.createElement("div"));
    const made = new Map<string, Element>();
    const wrong: string[] = [];
    for (let round = 0; round < 1000; round += 1) {
      const keys = [...new Set(Array.from({ length: random(9) }, () => `k${random(12)}`))];
      const kids: (VNode | null)[] = keys.map((key) => ({ tag: "p", key, props: { id: key, class: random(2) ? "x" : undefined }, kids: [textNode(`${key} ${round}`)] }));
      // Places without a key between those with one: something, another thing, or nothing.
      for (let nth = 0; nth < 3; nth += 1) {
        const kind = random(4);
        const plain: VNode | null = kind === 0 ? null : kind === 1 ? textNode(`t${round}`) : { tag: kind === 2 ? "b" : "i", key: undefined, props: {}, kids: [textNode("x")] };
        kids.splice(random(kids.length + 1), 0, plain);
      }
      draw(box, kids);
      const expected = kids.flatMap((kid) => (kid ? [kid.tag === "p" ? `${kid.key} ${round}` : kid.tag === "#" ? `t${round}` : "x"] : []));
      const shown = [...box.childNodes].map((node) => node.textContent);
      if (shown.join("|") !== expected.join("|")) wrong.push(`${round}: ${shown} instead of ${expected}`);
      for (const key of made.keys()) if (!keys.includes(key)) made.delete(key);
      for (const key of keys) {
        const element = box.querySelector(`#${key}`) as Element;
        if (made.has(key) && made.get(key) !== element) wrong.push(`${round}: ${key} was made anew`);
        made.set(key, element);
      }
    }
    return wrong;
  });
  expect(wrong).toEqual([]);
});

test("what stays keeps its focus, its scroll and what is being typed, while others come and go around it", async () => {
  const state = await page.evaluate(() => {
    const { draw, textNode } = (window as unknown as Inside).dom;
    const box = document.body.appendChild(document.createElement("div"));
    const input: () => VNode = () => ({ tag: "input", key: undefined, props: { value: "typed" }, kids: [] });
    const row = (key: string): VNode => ({ tag: "p", key, props: {}, kids: [textNode(key)] });
    const maybe = (kid: VNode, isThere: boolean): VNode | null => (isThere ? kid : null);
    draw(box, [maybe(row("a"), false), input(), maybe(row("b"), false)]);
    const field = box.querySelector("input") as HTMLInputElement;
    field.focus();
    field.setSelectionRange(2, 3);
    for (const isThere of [true, false, true]) draw(box, [maybe(row("a"), isThere), input(), maybe(row("b"), isThere)]);
    return [document.activeElement === field, box.querySelector("input") === field, field.selectionStart, field.selectionEnd, box.textContent];
  });
  expect(state).toEqual([true, true, 2, 3, "ab"]);
});

test("attributes come, change and go; handlers are functions; drawings are SVG; the same tree is not touched", async () => {
  const state = await page.evaluate(() => {
    const { draw, textNode } = (window as unknown as Inside).dom;
    const box = document.body.appendChild(document.createElement("div"));
    let clicks = 0;
    const button = (props: Record<string, unknown>): VNode => ({ tag: "button", key: undefined, props, kids: [textNode("<b>")] });
    draw(box, [button({ disabled: false, "aria-expanded": false, class: "one", onClick: () => (clicks += 1) })]);
    const element = box.firstElementChild as HTMLButtonElement;
    const first = element.outerHTML;
    element.click();
    draw(box, [button({ disabled: true, "aria-expanded": true })]);
    element.disabled = false;
    element.click();
    const second = element.outerHTML;
    const svg: VNode = { tag: "svg", key: undefined, props: { viewBox: "0 0 1 1" }, kids: [{ tag: "path", key: undefined, props: { d: "M0 0" }, kids: [] }] };
    draw(box, [button({}), svg]);
    const path = box.querySelector("path");
    path?.setAttribute("d", "M1 1");
    draw(box, [button({}), svg]);
    return [first, second, clicks, path instanceof SVGPathElement, path?.getAttribute("d"), box.querySelector("b")];
  });
  expect(state).toEqual(['<button aria-expanded="false" class="one">&lt;b&gt;</button>', '<button aria-expanded="true">&lt;b&gt;</button>', 1, true, "M1 1", null]);
});
