/** Who may have a conversation, in which order they are offered, what the rules say, and what is told of it. */
import type { AgentPresence, Notification } from "@relevo/client";
import { describe, expect, it } from "vitest";
import { handedTo } from "../../src/assign/handed.tsx";
import { colleaguesOf, isFound, loadWords } from "../../src/assign/targets.ts";
import { questionOf } from "../../src/filters/narrow.ts";
import { IDLE_MS, hintOf, QUIET_MS, WAITING_MS } from "../../src/hints/hints.ts";
import { slicesOf } from "../../src/list/words.ts";
import { nextOf } from "../../src/moves/parts/next.ts";
import { newsWords } from "../../src/state/news.ts";
import { mayOverride, rulesOf } from "../../src/state/rules.ts";
import { ANA, asAgent, event, NOOR, waitingSince } from "../make.ts";

const agent = (id: string, given: Partial<AgentPresence> = {}): AgentPresence => ({ id, name: id, email: `${id}@example.com`, role: "agent", avatar_url: null, presence: "online", ...given });

describe("colleagues", () => {
  it("come by presence, then by load, then by name; viewers and those who left are not offered", () => {
    const all = [agent("zoe", { open_count: 1 }), agent("off", { presence: "offline" }), agent("busy", { open_count: 4 }), agent("away", { presence: "away" }), agent("amy", { open_count: 1 }), agent("vera", { role: "viewer" }), agent("gone", { is_active: false }), agent("me")];
    expect(colleaguesOf(all, "me").map(({ id }) => id)).toEqual(["amy", "zoe", "busy", "away", "off"]);
  });
  it("tell their load", () => {
    expect([{ open_count: 3, capacity: 5 }, { open_count: 1, capacity: null }, { open_count: 0 }, {}].map(loadWords)).toEqual(["3 of 5 conversations", "1 conversation", "0 conversations", ""]);
  });
  it("are found by the beginnings of words", () => {
    expect(isFound("ru an", "Ana Ruiz")).toBe(true);
    expect(isFound("na", "Ana Ruiz")).toBe(false);
    expect(isFound("", "anybody")).toBe(true);
  });
});

describe("the workspace's rules", () => {
  it("say who may take a colleague's conversation (R2)", () => {
    const may = (role: AgentPresence["role"], releaseRights: string) => mayOverride({ role }, { releaseRights });
    expect([may("agent", "owner_or_supervisor"), may("supervisor", "owner_or_supervisor"), may("owner", "owner_or_supervisor")]).toEqual([false, true, true]);
    expect([may("agent", "anyone"), may("viewer", "anyone"), may("supervisor", "owner")]).toEqual([true, false, false]);
  });
  it("have the product's defaults where a server says nothing", () => {
    expect(rulesOf({})).toMatchObject({ transferOffline: "warn", amberMs: 30_000, redMs: 60_000, confirms: { resolve: true, release: false } });
    expect(rulesOf({ handoff: { amber_s: 5 }, policies: { confirm: { release: true } } })).toMatchObject({ amberMs: 5_000, redMs: 60_000, confirms: { resolve: true, release: true } });
  });
});

describe("the note of a transfer", () => {
  const handed = event(5, "transferred", { from: ANA, to: NOOR, note: "promised", text: "" }, { actor: asAgent(ANA) });
  it("is for whom it was meant, until the conversation goes on to somebody else", () => {
    expect(handedTo(NOOR.id, [handed])?.note).toBe("promised");
    expect(handedTo(ANA.id, [handed])).toBeNull();
    expect(handedTo(NOOR.id, [handed, event(6, "released", { assistant: null, text: "", cause: "released" })])).toBeNull();
  });
  it("to a team is for everybody but its writer, and for whoever took it", () => {
    const toTeam = event(5, "human_requested", { trigger: "transfer", deadline: null, text: "", note: "for you" }, { actor: asAgent(ANA) });
    const taken = event(6, "taken_over", { owner: NOOR, from: waitingSince(1), text: "" }, { actor: asAgent(NOOR) });
    expect(handedTo(NOOR.id, [toTeam, taken])?.note).toBe("for you");
    expect(handedTo(ANA.id, [toTeam])).toBeNull();
    expect(handedTo("somebody", [toTeam, taken])).toBeNull();
  });
});

describe("a hint", () => {
  const spoken = { kind: "agent", owner: NOOR, since: 0, has_spoken: true } as const;
  const name = (unanswered: { at: number } | null, lastAt: number | null, now: number, control: Parameters<typeof hintOf>[0]["control"] = spoken) =>
    hintOf({ control, unanswered: unanswered && { text: "?", actor: asAgent(ANA), ...unanswered }, lastAt }, now)?.name ?? null;
  it("fits the moment: at the start, while the visitor waits, when it may be solved, when nothing happens", () => {
    expect(name(null, null, 0, { ...spoken, has_spoken: false })).toBe("introduce");
    expect(name({ at: 0 }, 0, WAITING_MS)).toBe("waiting");
    expect(name({ at: 0 }, 0, WAITING_MS - 1)).toBeNull();
    expect(name(null, 0, QUIET_MS)).toBe("solved");
    expect(name(null, 0, IDLE_MS)).toBe("idle");
    expect(name(null, 0, 60_000)).toBeNull();
  });
  it("does not come back once it was dismissed", () => {
    expect(hintOf({ control: spoken, unanswered: null, lastAt: 0 }, QUIET_MS, (hint) => hint === "solved")).toBeNull();
  });
});

describe("what a search found", () => {
  it("is cut at code points, as the server counts", () => {
    expect(slicesOf({ text: "🙂 die Lampe", ranges: [[6, 11]] })).toEqual([
      { text: "🙂 die ", isMatch: false },
      { text: "Lampe", isMatch: true },
    ]);
  });
  it("leaves out ranges that make no sense, and loses no letter", () => {
    const slices = slicesOf({ text: "abc", ranges: [[2, 9], [1, 1], [0, 2], [1, 3]] });
    expect(slices.map(({ text }) => text).join("")).toBe("abc");
    expect(slices[0]).toEqual({ text: "ab", isMatch: true });
  });
});

describe("a view and a filter", () => {
  it("are one question, in which active or closed is a matter of the view", () => {
    expect(questionOf("all", {}, { status: "closed", channel: "web" })).toEqual({ view: "closed", filter: { channel: "web" } });
    expect(questionOf("closed", {}, { status: "active" })).toEqual({ view: "all", filter: {} });
    expect(questionOf("mine", {}, { status: "active" })).toEqual({ view: "mine", filter: {} });
  });
  it("of a saved one are narrowed further, labels together", () => {
    expect(questionOf("all", { view: "handoff", label: ["vip"], channel: "web" }, { label: ["refund", "vip"], q: "lamp", channel: "" })).toEqual({
      view: "handoff",
      filter: { label: ["vip", "refund"], q: "lamp" },
    });
  });
});

it("the next conversation is the one below, the first after the last, or none", () => {
  expect([nextOf(["a", "b", "c"], "b"), nextOf(["a", "b"], "b"), nextOf(["a"], "a"), nextOf([], "a"), nextOf(["x"], "a")]).toEqual(["c", "a", null, null, "x"]);
});

it("a notification is one sentence, or nothing where the lists say it", () => {
  const notification = (kind: string, more: Partial<Notification> = {}): Notification => ({ id: "n", kind, conversation_id: "c", title: "Pavel", text: "hello", at: 0, actor: asAgent(ANA), ...more });
  expect(newsWords(notification("taken_over"))).toBe("Ana Ruiz took over your conversation with Pavel.");
  expect(newsWords(notification("mention", { actor: null }))).toBe("Somebody mentioned you: “hello”");
  expect(newsWords(notification("message"))).toBeNull();
  expect(["given_away", "released", "resolved", "owner_lost", "returned", "unanswered"].map((kind) => newsWords(notification(kind)))).toEqual([
    "Ana Ruiz gave your conversation with Pavel to somebody else.",
    "Ana Ruiz gave your conversation with Pavel back to the AI.",
    "Ana Ruiz resolved your conversation with Pavel.",
    "Your connection was lost. Your conversation with Pavel is still yours.",
    "Your conversation with Pavel went back while you were gone.",
    "Your conversation with Pavel went back: it was not answered in time.",
  ]);
});
