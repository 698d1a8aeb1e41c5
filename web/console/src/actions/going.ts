/** Going about: through the list, between views, to the search. */
import { isBarOpen } from "../filters/narrow.ts";
import { VIEW_WORDS } from "../list/words.ts";
import { asking } from "../moves/run.ts";
import { sendFocus } from "../page/focus.ts";
import { VIEWS } from "../page/route.ts";
import type { Action } from "./action.ts";

const always = (): boolean => true;

const stepping: readonly Action[] = [
  { id: "next", label: "Next conversation", group: "Go to", keys: ["j", "ArrowDown"], isPossible: always, run: ({ go }) => go.step(1) },
  { id: "previous", label: "Previous conversation", group: "Go to", keys: ["k", "ArrowUp"], isPossible: always, run: ({ go }) => go.step(-1) },
  {
    id: "longest-wait",
    label: "Open whoever waits longest",
    group: "Go to",
    icon: "clock",
    keys: ["u"],
    isPossible: ({ desk }) => desk.inbox.counts.value.handoff > 0,
    run: ({ desk, go }) => void openFirstWaiting(desk, go),
  },
];

async function openFirstWaiting(desk: Parameters<Action["run"]>[0]["desk"], go: Parameters<Action["run"]>[0]["go"]): Promise<void> {
  const { items } = await desk.api.page("handoff", {}, null);
  const [first] = items;
  if (!first) return;
  desk.rows.accept(first);
  go.show({ screen: "inbox", view: "handoff", conversationId: first.id });
}

const views: readonly Action[] = VIEWS.map((view, at) => ({
  id: `view-${view}`,
  label: `Show ${VIEW_WORDS[view].label}`,
  group: "Go to",
  icon: VIEW_WORDS[view].icon,
  keys: [String(at + 1)],
  isPossible: always,
  run: ({ go }) => go.show({ screen: "inbox", view, conversationId: null }),
}));

const finding: readonly Action[] = [
  { id: "search", label: "Search", group: "Go to", icon: "search", keys: ["/"], isPossible: always, run: () => sendFocus("search") },
  { id: "filters", label: "Show or hide the filters", group: "Screen", icon: "filter", keys: ["q"], isPossible: always, run: () => (isBarOpen.value = !isBarOpen.peek()) },
  { id: "back", label: "Back to the list", group: "Go to", icon: "back", keys: ["Escape"], isPossible: always, run: ({ go }) => (asking.peek() ? (asking.value = null) : go.back()) },
];

export const goingActions: readonly Action[] = [...stepping, ...views, ...finding];
