/** The console can be turned round for scripts that run right to left: styles name sides by reading, not by left and right. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const PLACES = ["../../src/", "../../../ui/src/"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
const PHYSICAL = /(margin|padding|border|scroll-margin)-(left|right|top|bottom)|^\s*(left|right|top|bottom|width|height|(min|max)-(width|height)):|text-align: (left|right)|float:/;
/** The beginning of a row's text stands where the page's lines begin, whatever its own direction is. */
const MEANT = /^\s*text-align: (left|right);$/;

it("names no side by left and right, but for the text of a row", () => {
  const lines = PLACES.flatMap((place) =>
    readdirSync(place, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".css"))
      .flatMap((name) => readFileSync(place + name, "utf8").split("\n").map((line) => ({ name, line }))),
  );
  const wrong = lines.filter(({ name, line }) => PHYSICAL.test(line) && !/@(media|container)/.test(line) && !(name.endsWith("list.css") && MEANT.test(line)));
  expect(lines.length).toBeGreaterThan(1_000);
  expect(wrong).toEqual([]);
});
