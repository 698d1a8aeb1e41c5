/** The sheets in `docs/images/states` show every scene that there is. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SCENES } from "../scenes.mjs";
import { SETTINGS_SCENES } from "../settings-scenes.mjs";

it("no state is added without its picture: npm run sheets", () => {
  const shown = readFileSync(new URL("../../../../docs/images/states/console.txt", import.meta.url), "utf8").trim().split("\n");
  expect(shown).toEqual(Object.keys({ ...SCENES, ...SETTINGS_SCENES }));
});
