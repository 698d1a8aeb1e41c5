/** The pure parts: standings, entries, rows in words, timeline, routes, windowing, hints. */
import { readFileSync } from "node:fs";
import { EMPTY_TRANSCRIPT, Problem, transcript } from "@relevo/client";
import { describe, expect, it } from "vitest";
import { problemText } from "../../src/api/problem-text.ts";
import { stepTo } from "../../src/list/step.ts";
import { spanOf } from "../../src/list/windowing.ts";
import { offerWords, responderOf, speakerWord, triggerBadge, triggerWords, urgencyOf, visitorName } from "../../src/list/words.ts";
import { formatRoute, parseRoute, START, withConversation } from "../../src/page/route.ts";
import { titleOf } from "../../src/page/title.ts";
import { visitorFacts } from "../../src/panel/facts.ts";
import { timelineOf } from "../../src/panel/moments.ts";
import { conflictOf } from "../../src/state/conflicts.ts";
import { standingOf, unansweredIn, unansweredOf } from "../../src/state/standing.ts";
import { entriesOf } from "../../src/thread/entries.ts";
import { ANA, asAgent, ASSISTANT, conversation, event, MAYA, NOOR, said, VISITOR, waitingSince, withAgent, withAssistant } from "../make.ts";

const EVENTS = readFileSync(new URL("../../../../src/relevo/core/events.py", import.meta.url), "utf8");

/** What a closed set of the server's core holds. */
function wordsOfTheCore(set: string): string[] {
  const [, members = ""] = new RegExp(`^${set} = Literal\\[([^\\]]*)\\]`, "m").exec(EVENTS) ?? [];
  return [...members.matchAll(/"(\w+)"/g)].map(([, word]) => word!);
}

const fold = (...events: Parameters<typeof transcript>[1][]) => events.reduce(transcript, EMPTY_TRANSCRIPT);

describe("how an agent stands towards a conversation", () => {
  it.each([
    [conversation({ control: withAssistant }), "assistant"],
    [conversation({ control: waitingSince(1) }), "waiting"],
    [conversation({ control: withAgent(NOOR) }), "mine"],
    [conversation({ control: withAgent(ANA) }), "other"],
    [conversation({ control: withAgent(NOOR), status: "closed" }), "ended"],
  ] as const)("%#: %s", (given, standing) => {
    expect(standingOf(given, NOOR.id)).toBe(standing);
  });
});

describe("the unanswered message", () => {
  it("is the visitor's last one", () => {
    expect(unansweredIn(fold(said(1, VISITOR, "a"), said(2, VISITOR, "b")))?.text).toBe("b");
  });
  it("is none once somebody answered", () => {
    expect(unansweredIn(fold(said(1, VISITOR, "a"), said(2, asAgent(NOOR), "b")))).toBeNull();
  });
  it("is still open after an answer that was cut off, a note and the takeover itself", () => {
    const state = fold(
      said(1, VISITOR, "question"),
      event(2, "answer_cut", { turn: "t", text: "half an ans" }, { actor: ASSISTANT }),
      event(3, "taken_over", { owner: NOOR, from: withAssistant, text: "" }),
      event(4, "note", { text: "internal" }, { actor: asAgent(ANA) }),
    );
    expect(unansweredIn(state)?.text).toBe("question");
  });
  it("is taken from the row while the transcript is still being read", () => {
    const last_message = { text: "still there?", at: 9, actor: VISITOR };
    expect(unansweredOf(conversation({ head_seq: 9, unread: 1, last_message }), fold(said(1, ASSISTANT, "a")))?.text).toBe("still there?");
    expect(unansweredOf(conversation({ head_seq: 1, unread: 1, last_message }), fold(said(1, ASSISTANT, "a")))).toBeNull();
  });
  it("is answered by a message that is still on its way only once the log has it", () => {
    const state = fold(said(1, VISITOR, "a"), { type: "unsent", actor: asAgent(NOOR), items: [{ client_id: "x", text: "b", at: 2, nth: 0 }] });
    expect(unansweredIn(state)?.text).toBe("a");
  });
});

describe("the entries of a thread", () => {
  it("put one face to a run of one speaker, and begin anew after a pause or another speaker", () => {
    const entries = entriesOf(fold(said(1, VISITOR, "a"), said(2, VISITOR, "b"), said(3, ASSISTANT, "c"), said(4, ASSISTANT, "late", 3_000 + 6 * 60_000)));
    const runs = entries.flatMap((entry) => (entry.kind === "bubble" ? [[entry.isFirst, entry.isLast]] : []));
    expect(runs).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it("separate the live stretch from the AI's, with the notices beside the separators", () => {
    const kinds = entriesOf(
      fold(
        said(1, VISITOR, "a"),
        event(2, "taken_over", { owner: NOOR, from: withAssistant, text: "Noor joined." }),
        said(3, asAgent(NOOR), "b"),
        event(4, "released", { assistant: MAYA, text: "Noor left.", cause: "released" }),
        event(5, "handoff_note", { form: "replay", text: "…", commitments: [] }),
      ),
    ).map((entry) => entry.kind);
    expect(kinds).toEqual(["day", "bubble", "separator", "notice", "bubble", "separator", "notice", "handoff-note"]);
  });

  it("leave traces to the timeline", () => {
    const state = fold(event(1, "labels_changed", { labels: ["vip"] }), event(2, "renamed", { subject: "x" }));
    expect(entriesOf(state)).toEqual([]);
  });
});

describe("a row", () => {
  it("names its visitor on one line, and a nameless one by the end of the id", () => {
    expect(visitorName(conversation({ visitor: { id: "vi_abcd1234", name: " \u202Eevil\nname ", locale: null } }))).toBe("evil name");
    expect(visitorName(conversation({ visitor: { id: "vi_abcd1234", name: null, locale: null } }))).toBe("Visitor 1234");
  });
  it("says who spoke last from this agent's side", () => {
    expect([ASSISTANT, asAgent(NOOR), asAgent(ANA), VISITOR].map((actor) => speakerWord(actor, NOOR.id))).toEqual(["AI", "You", "Ana", ""]);
  });
  it("shows who answers now, or answered last while nobody does", () => {
    expect(responderOf(conversation({ control: withAgent(ANA) }))).toEqual({ kind: "agent", party: ANA });
    expect(responderOf(conversation({ control: waitingSince(1), last_responder: ASSISTANT }))).toMatchObject({ kind: "assistant" });
    expect(responderOf(conversation({ control: waitingSince(1) }))).toBeNull();
  });
  it("warms up while somebody waits", () => {
    expect([10_000, 30_000, 60_000].map((waitedMs) => urgencyOf(waitedMs))).toEqual(["calm", "soon", "late"]);
    expect(urgencyOf(45_000, { amberMs: 60_000, redMs: 90_000 })).toBe("calm");
  });
});

it("the timeline tells who, from what and why, newest first", () => {
  const moments = timelineOf([
    said(1, VISITOR, "not a change"),
    event(2, "human_requested", { trigger: "assistant", reason: "no idea", deadline: null, text: "" }),
    event(3, "taken_over", { owner: NOOR, from: waitingSince(1), text: "" }, { actor: asAgent(NOOR) }),
    event(4, "released", { assistant: MAYA, text: "", cause: "released" }, { actor: asAgent(NOOR) }),
  ]);
  expect(moments.map(({ what, why }) => [what, why])).toEqual([
    ["Released to Maya", "by Noor Haddad"],
    ["Noor Haddad took over", "from the queue"],
    ["A person was asked for", "asked by the AI: no idea"],
  ]);
});

it("the timeline names whoever did it, also a visitor without a name", () => {
  const nameless = { ...VISITOR, id: "vi_7f3a", name: "" };
  const system = { kind: "system", id: "system", name: "", avatar_url: null } as const;
  const asked = (trigger: string) => ({ trigger, deadline: null, text: "" });
  const moments = timelineOf([
    event(1, "human_offered", { text: "", buttons: [], cause: "unknown_answer" }, { actor: ASSISTANT }),
    event(2, "human_requested", asked("queued"), { actor: asAgent(NOOR) }),
    event(3, "human_requested", asked("owner_lost"), { actor: system }),
    event(4, "resolved", { text: "" }, { actor: system }),
    event(5, "reopened", { text: "" }, { actor: nameless }),
    event(6, "human_requested", asked("reopened"), { actor: nameless }),
  ]);
  expect(moments.map(({ what, why }) => (why ? `${what} · ${why}` : what))).toEqual([
    "A person was asked for · reopened by Visitor 7f3a",
    "Reopened by Visitor 7f3a",
    "Resolved by the system",
    "Back in the queue · their agent was gone",
    "Put into the queue by Noor Haddad",
    "Offered a person · the AI did not know",
  ]);
});

describe("why somebody waits", () => {
  it("is said in words for every trigger there is, on the row, in the thread and in the timeline", () => {
    const triggers = wordsOfTheCore("Trigger");
    expect(triggers).toContain("button");
    for (const trigger of triggers) {
      expect(triggerBadge(trigger), trigger).toMatch(/^[A-Z][A-Za-z ]+$/);
      expect(triggerWords(trigger), trigger).not.toMatch(/^$|_|asked for a person/);
    }
    expect(new Set(triggers.map((trigger) => triggerWords(trigger))).size).toBe(triggers.length);
  });
  it("is said for every cause of an offer", () => {
    const causes = wordsOfTheCore("OfferCause");
    expect(causes).toContain("keyword");
    for (const cause of causes) expect(offerWords(cause), cause).not.toBeNull();
    expect([offerWords("moonlight"), offerWords(undefined)]).toEqual([null, null]);
  });
  it("names who did it by hand", () => {
    expect(triggerWords("queued", asAgent(NOOR))).toBe("put into the queue by Noor Haddad");
    expect(triggerWords("button", VISITOR)).toBe("asked by button");
  });
  it("is said plainly where a later server knows more", () => {
    expect([triggerBadge("by_moonlight"), triggerWords("by_moonlight"), triggerWords("constructor")]).toEqual(["Request", "asked for a person", "asked for a person"]);
  });
});

it("visitor's facts show unknown fields as text and nothing of the inside", () => {
  const facts = visitorFacts(conversation({ visitor: { id: "v", name: "P", locale: "cs", page: "<b>/x</b>", cart_total: 3, nested: { a: 1 }, empty: null } }));
  expect(facts).toEqual([
    { label: "Language", value: "Czech" },
    { label: "Page", value: "<b>/x</b>" },
    { label: "Cart total", value: "3" },
    { label: "Nested", value: '{"a":1}' },
  ]);
});

describe("the address", () => {
  it.each([START, { screen: "inbox", view: "mine", conversationId: "a/b" }, { screen: "setup", token: "t-1" }, { screen: "sign-in" }] as const)("of %o comes back the same", (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });
  it.each([{ q: "a/b?c=d&e #1 ü" }, { label: ["Späti 50 %", "a,b&c"], agent_type: "ai", status: "closed" }, { responded_by: "ag_1", channel: "web" }] as const)("holds what a list is narrowed to: %o", (by) => {
    for (const route of [{ ...START, by }, { ...START, filterId: "sf/1", conversationId: "c?1", by }]) expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(withConversation(formatRoute({ ...START, by }), "c/1")).toBe(formatRoute({ ...START, conversationId: "c/1", by }));
  });
  it("claims nothing that no list knows", () => {
    expect(parseRoute("#/v/all?agent_type=robot&status=&view=closed&label=&__proto__=x")).toEqual(START);
  });
  it("of a notification opens the conversation, and nonsense opens the start", () => {
    expect(parseRoute("#/c/abc")).toEqual({ screen: "inbox", view: "all", conversationId: "abc" });
    expect(["", "#/v/nothing", "#/%E0%A4%A", "#/setup/"].map(parseRoute)).toEqual([START, START, START, START]);
  });
});

it("goes on from where a conversation stood that has just left the view", () => {
  const ids = ["a", "b", "c"];
  const from = (openId: string | null, by: 1 | -1, lastAt = 0) => ids[stepTo(ids, { openId, lastAt, by })];
  expect([from(null, 1), from("a", 1), from("c", 1), from("a", -1)]).toEqual(["a", "b", "c", "a"]);
  // "gone" stood second: "b" has taken its place.
  expect([from("gone", 1, 1), from("gone", -1, 1)]).toEqual(["b", "a"]);
});

it("draws a window of rows with a margin, never beyond the list", () => {
  expect(spanOf(0, 500, 100, 1_000)).toEqual({ from: 0, to: 13 });
  expect(spanOf(50_000, 500, 100, 1_000)).toEqual({ from: 492, to: 513 });
  expect(spanOf(50_000, 500, 100, 3)).toEqual({ from: 3, to: 3 });
});

it("puts the number of waiting people first in the title", () => {
  expect([titleOf(0, null), titleOf(3, null), titleOf(3, "Policies")]).toEqual(["Conversations · Relevo", "(3) waiting · Relevo", "(3) Policies · Relevo"]);
});

describe("refusals", () => {
  const problem = (slug: string, fields = {}, retryAfterMs = 0) => new Problem({ type: `https://x/problems/${slug}`, title: "Title", status: 409, ...fields }, retryAfterMs);
  it("of a race name the owner, wherever the server put it", () => {
    expect(conflictOf(problem("taken", { owner: ANA, since: 9 }), "take-over")).toEqual({ at: "take-over", owner: ANA, since: 9 });
    expect(conflictOf(problem("not-in-control", { owner: null, control: withAgent(ANA) }), "reply")).toEqual({ at: "reply", owner: ANA, since: 5 });
    expect(conflictOf(problem("not-in-control", { owner: null, control: withAssistant }), "move")).toEqual({ at: "move", owner: null, since: null });
    expect(conflictOf(problem("closed"), "reply")).toBeNull();
  });
  it("say what to do in one sentence, and fall back to the server's words", () => {
    expect(problemText(problem("rate-limited", {}, 12_000))).toBe("Too many requests. Try again in 12 seconds.");
    expect(problemText(problem("something-new", { detail: "The detail." }))).toBe("The detail.");
    expect(problemText(new Error("x"))).toContain("unexpected");
  });
});
