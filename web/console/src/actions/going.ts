/** Going about: through the list, between views, to the search. */
import { isBarOpen } from "../filters/narrow.ts";
import { VIEW_WORDS } from "../list/words.ts";
import { asking } from "../moves/run.ts";
import { sendFocus } from "../page/focus.ts";
import { goTo, VIEWS } from "../page/route.ts";
import type { Action, Scene } from "./action.ts";

const always = (): boolean => true;
const inInbox = ({ isInbox }: Scene): boolean => isInbox;

const stepping: readonly Action[] = [
  { id: "next", label: "Next conversation", group: "Go to", keys: ["j", "ArrowDown"], isPossible: inInbox, run: ({ go }) => go.step(1) },
  { id: "previous", label: "Previous conversation", group: "Go to", keys: ["k", "ArrowUp"], isPossible: inInbox, run: ({ go }) => go.step(-1) },
  {
    id: "longest-wait",
    label: "Open whoever waits longest",
    group: "Go to",
    icon: "clock",
    keys: ["u"],
    isPossible: ({ desk }) => desk.inbox.counts.value.handoff > 0,
    run: (scene) => void openFirstWaiting(scene),
  },
];

async function openFirstWaiting({ desk, go }: Scene): Promise<void> {
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
  { id: "search", label: "Search", group: "Go to", icon: "search", keys: ["/"], isPossible: inInbox, run: () => sendFocus("search") },
  { id: "filters", label: "Show or hide the filters", group: "Screen", icon: "filter", keys: ["q"], isPossible: inInbox, run: () => (isBarOpen.value = !isBarOpen.peek()) },
  { id: "back", label: "Back to the list", group: "Go to", icon: "back", keys: ["Escape"], isPossible: inInbox, run: ({ go }) => (asking.peek() ? (asking.value = null) : go.back()) },
];

const settings: Action = {
  id: "settings",
  label: "Settings",
  group: "Go to",
  icon: "settings",
  keys: ["s"],
  isPossible: always,
  run: () => goTo({ screen: "settings", page: "", itemId: null }),
};

export const goingActions: readonly Action[] = [...stepping, ...views, ...finding, settings];
