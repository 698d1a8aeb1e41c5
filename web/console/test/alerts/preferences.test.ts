/** What an agent prefers is seen at once, kept by the server, and goes back when it is refused. */
import { expect, it } from "vitest";
import { openPreferring, USUAL } from "../../src/state/preferences.ts";
import { settled } from "../make.ts";

function given(agentId: string, answer: () => Promise<never> = () => Promise.resolve() as Promise<never>) {
  const sent: object[] = [];
  const refused: unknown[] = [];
  const preferring = openPreferring({ api: { changePreferences: (patch) => (sent.push(patch), answer()) }, agentId, initial: { shortcuts: { reply: "w" } }, onRefused: (error) => refused.push(error) });
  return { preferring, sent, refused };
}

it("names keys that are usual again, so that a merge patch forgets them", async () => {
  const { preferring, sent } = given("p1");
  await preferring.change({ shortcuts: { note: "y" } });
  expect(sent).toEqual([{ shortcuts: { reply: null, note: "y" } }]);
  expect(preferring.now.value.shortcuts).toEqual({ note: "y" });
  preferring.close();
});

it("goes back to what it was when the server refuses, and only that", async () => {
  const { preferring, refused } = given("p2", () => Promise.reject(new Error("no")));
  const changing = preferring.change({ theme: "dark" });
  expect(preferring.now.value.theme).toBe("dark");
  expect(await changing).toBe(false);
  expect([preferring.now.value.theme, refused.length]).toEqual(["system", 1]);
  preferring.close();
});

it("keeps two hundred muted conversations, the latest ones", async () => {
  const { preferring } = given("p3");
  for (let nth = 0; nth < 205; nth += 1) await preferring.mute(`c${nth}`, true);
  const { muted_conversations: muted } = preferring.now.value;
  expect([muted.length, muted[0], muted.at(-1)]).toEqual([200, "c5", "c204"]);
  await preferring.mute("c204", false);
  expect(preferring.now.value.muted_conversations).not.toContain("c204");
  preferring.close();
});

it("is the same in another tab", async () => {
  const [one, other] = [given("p4"), given("p4")];
  await one.preferring.change({ density: "compact" });
  for (let wait = 0; wait < 20 && other.preferring.now.value.density === USUAL.density; wait += 1) await settled();
  expect([other.preferring.now.value.density, other.sent]).toEqual(["compact", []]);
  one.preferring.close();
  other.preferring.close();
});
