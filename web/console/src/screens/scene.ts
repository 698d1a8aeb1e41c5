/** Where the agent is in the inbox, and the ways about from there: what every action acts on. */
import type { AgentConversation } from "@relevo/client";
import { useMemo, useRef } from "preact/hooks";
import type { Going, Scene } from "../actions/action.ts";
import { stepTo } from "../list/step.ts";
import { sendFocus } from "../page/focus.ts";
import { goTo, type InboxRoute, route, START } from "../page/route.ts";
import type { Desk } from "../state/desk.ts";
import { unansweredOf } from "../state/standing.ts";
import type { Thread } from "../state/threads.ts";
import { isNarrow, isPhone } from "./layout.ts";
import type { PanelSwitch } from "./panel-switch.ts";

/** From the settings one can go everywhere, and nothing is open. */
export function sceneAside(desk: Desk): Scene {
  const nothing = (): void => undefined;
  const go: Going = { open: (id) => goTo({ ...START, conversationId: id }), show: goTo, step: nothing, back: nothing, togglePanel: nothing, openPanel: nothing };
  return { desk, at: START, go, context: () => null, isInbox: false };
}

export interface InboxPlace {
  readonly desk: Desk;
  readonly at: InboxRoute;
  readonly thread: Thread | null;
  readonly conversation: AgentConversation | undefined;
  readonly panel: PanelSwitch;
}

/** Made once, so that the table of shortcuts stays the same; always tells of the latest place. */
export function useScene(place: InboxPlace): () => Scene {
  const latest = useRef(place);
  latest.current = place;
  const lastAt = useRef(0);
  return useMemo(() => {
    const now = (): InboxPlace => placeNow(latest.current);
    const go = goingFrom(now, lastAt);
    return () => sceneOf(now(), go);
  }, []);
}

/** What was drawn last, at the address of now: keys may come faster than pictures, and then nothing is open yet. */
export function placeNow(drawn: InboxPlace): InboxPlace {
  const at = route.peek();
  if (at.screen !== "inbox") return drawn;
  return at.conversationId === drawn.at.conversationId ? { ...drawn, at } : { ...drawn, at, thread: null, conversation: undefined };
}

function sceneOf({ desk, at, thread, conversation }: InboxPlace, go: Going): Scene {
  const context = () => (thread && conversation ? { desk, conversation, unanswered: unansweredOf(conversation, thread.transcript.peek()) } : null);
  return { desk, at, go, context, isInbox: true };
}

/** `lastAt` remembers where in the list the open conversation stood. */
export function goingFrom(now: () => InboxPlace, lastAt: { current: number }): Going {
  const open = (id: string | null): void => {
    goTo({ ...now().at, conversationId: id });
    if (isPhone.value) sendFocus(id ? "title" : "row");
  };
  const step = (by: 1 | -1): void => {
    const { desk, at } = now();
    const ids = desk.inbox.ids.peek();
    const to = stepTo(ids, { openId: at.conversationId, lastAt: lastAt.current, by });
    const id = ids[to];
    if (!id) return;
    lastAt.current = to;
    open(id);
    if (!isPhone.value && document.activeElement?.matches("body, .row")) sendFocus("row");
  };
  return {
    open,
    // Who comes next is the server's to say: a step taken before the page is there waits for it.
    step: (by) => now().desk.inbox.whenRead(() => step(by)),
    show: goTo,
    back() {
      const { panel, at } = now();
      if (panel.isOpen && isNarrow.value) panel.choose(false);
      else if (at.conversationId && isPhone.value) open(null);
    },
    togglePanel() {
      const { panel } = now();
      panel.choose(!panel.isOpen);
    },
    openPanel: () => now().panel.choose(true),
  };
}
