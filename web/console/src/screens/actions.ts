/** What one can do from the inbox by key or click: going through the list, views, details. The moves are in `../moves`. */
import type { AgentConversation, View } from "@relevo/client";
import { useMemo, useRef } from "preact/hooks";
import { stepTo } from "../list/step.ts";
import type { MoveContext } from "../moves/move.ts";
import { sendFocus } from "../page/focus.ts";
import { goTo } from "../page/route.ts";
import type { Desk } from "../state/desk.ts";
import { unansweredOf } from "../state/standing.ts";
import type { Thread } from "../state/threads.ts";
import { isNarrow, isPhone } from "./layout.ts";
import type { PanelSwitch } from "./panel-switch.ts";

export interface InboxActions {
  open(id: string | null): void;
  step(by: 1 | -1): void;
  show(view: View): void;
  back(): void;
  togglePanel(): void;
  /** The open conversation, if any. */
  context(): MoveContext | null;
}

export interface InboxPlace {
  readonly desk: Desk;
  readonly view: View;
  readonly conversationId: string | null;
  readonly thread: Thread | null;
  readonly conversation: AgentConversation | undefined;
  readonly panel: PanelSwitch;
}

/** Made once, so that the table of shortcuts stays the same; always acts on the latest place. */
export function useInboxActions(place: InboxPlace): InboxActions {
  const latest = useRef(place);
  latest.current = place;
  const lastAt = useRef(0);
  return useMemo(() => inboxActions(() => latest.current, lastAt), []);
}

/** `lastAt` remembers where in the list the open conversation stood. */
export function inboxActions(now: () => InboxPlace, lastAt: { current: number }): InboxActions {
  const open = (id: string | null): void => {
    goTo({ screen: "inbox", view: now().view, conversationId: id });
    if (isPhone.value) sendFocus(id ? "title" : "row");
  };
  return {
    open,
    step(by) {
      const { desk, conversationId } = now();
      const ids = desk.inbox.ids.peek();
      const to = stepTo(ids, { openId: conversationId, lastAt: lastAt.current, by });
      const id = ids[to];
      if (!id) return;
      lastAt.current = to;
      open(id);
      if (!isPhone.value && document.activeElement?.matches("body, .row")) sendFocus("row");
    },
    show: (view) => goTo({ screen: "inbox", view, conversationId: null }),
    back() {
      const { panel, conversationId } = now();
      if (panel.isOpen && isNarrow.value) panel.choose(false);
      else if (conversationId && isPhone.value) open(null);
    },
    togglePanel() {
      const { panel } = now();
      panel.choose(!panel.isOpen);
    },
    context() {
      const { desk, thread, conversation } = now();
      return thread && conversation ? { desk, conversation, unanswered: unansweredOf(conversation, thread.transcript.peek()) } : null;
    },
  };
}
