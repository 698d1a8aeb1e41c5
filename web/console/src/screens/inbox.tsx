/** The desk of an agent: views, list, thread and details side by side; on a phone one after the other. */
import type { View } from "@relevo/client";
import { openKept } from "@relevo/client";
import { Icon, Spinner } from "@relevo/ui";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { listenForShortcuts } from "../keys/keys.ts";
import { ShortcutSheet } from "../keys/sheet.tsx";
import { List } from "../list/list.tsx";
import { Search } from "../list/search.tsx";
import { VIEW_WORDS } from "../list/words.ts";
import type { MoveContext } from "../moves/move.ts";
import { sendFocus } from "../page/focus.ts";
import { goTo } from "../page/route.ts";
import { Panel } from "../panel/panel.tsx";
import { useDesk } from "../state/desk.ts";
import { unansweredIn } from "../state/standing.ts";
import { ThreadView } from "../thread/thread.tsx";
import { isNarrow, isPhone } from "./layout.ts";
import { inboxShortcuts } from "./shortcuts.ts";
import { Side } from "./side.tsx";

const kept = openKept("relevo.console.");

export function InboxScreen({ view, conversationId }: { view: View; conversationId: string | null }) {
  const desk = useDesk();
  const [isPanelOpen, setPanelOpen] = usePanel();
  const lastAt = useRef(0);
  const thread = useOpenThread(conversationId);
  const conversation = conversationId ? desk.rows.of(conversationId).value : undefined;
  useEffect(() => desk.inbox.show(view), [view]);

  const open = (id: string | null): void => {
    goTo({ screen: "inbox", view, conversationId: id });
    if (isPhone.value) sendFocus(id ? "title" : "row");
  };
  const actions = {
    step(by: 1 | -1) {
      const ids = desk.inbox.ids.peek();
      const at = conversationId ? ids.indexOf(conversationId) : -1;
      // The open one may just have left this view: go on from where it stood.
      const from = at >= 0 ? at + by : conversationId ? lastAt.current + (by === 1 ? 0 : -1) : 0;
      const to = Math.max(0, Math.min(from, ids.length - 1));
      const id = ids[to];
      if (!id) return;
      lastAt.current = to;
      open(id);
      if (document.activeElement?.matches("body, .row")) sendFocus("row");
    },
    show: (next: View) => goTo({ screen: "inbox", view: next, conversationId: null }),
    back() {
      if (isPanelOpen && isNarrow.value) setPanelOpen(false);
      else if (conversationId && isPhone.value) open(null);
    },
    togglePanel: () => setPanelOpen(!isPanelOpen),
    context: (): MoveContext | null => (thread && conversation ? { desk, conversation, unanswered: unansweredIn(thread.transcript.peek()) } : null),
  };
  const latest = useRef(actions);
  latest.current = actions;
  const shortcuts = useMemo(() => inboxShortcuts(forwarded(latest)), []);
  useEffect(() => listenForShortcuts(() => shortcuts), [shortcuts]);

  const isPanelOver = isPanelOpen && isNarrow.value && Boolean(conversation);
  return (
    <div class="desk" data-screen={conversationId ? "thread" : "list"} data-panel={isPanelOpen && conversation ? "open" : "closed"}>
      <h1 class="visually-hidden">Conversations: {VIEW_WORDS[view].label}</h1>
      <div class="desk__side" inert={isPanelOver}>
        <Side view={view} />
      </div>
      <section class="desk__list" aria-label="Conversations" inert={isPanelOver}>
        <Search />
        <List view={view} selectedId={conversationId} onOpen={open} />
      </section>
      <main class="desk__stage" inert={isPanelOver}>
        {thread && conversation ? (
          <ThreadView thread={thread} conversation={conversation} isPanelOpen={isPanelOpen} onTogglePanel={actions.togglePanel} onBack={() => open(null)} />
        ) : (
          <EmptyStage isLoading={Boolean(conversationId) && thread?.state.value !== "missing"} isMissing={thread?.state.value === "missing"} onBack={() => open(null)} />
        )}
      </main>
      {isPanelOpen && thread && conversation && <Panel thread={thread} conversation={conversation} onClose={() => setPanelOpen(false)} />}
      <ShortcutSheet shortcuts={shortcuts} />
    </div>
  );
}

/** Follows the conversation of the address, and fetches what the list has not brought. */
function useOpenThread(id: string | null) {
  const desk = useDesk();
  useEffect(() => {
    if (!id) return desk.threads.close();
    desk.threads.open(id);
    if (desk.rows.of(id).peek()) return;
    desk.api.conversation(id).then(desk.rows.accept, () => undefined);
  }, [id]);
  const thread = desk.threads.current.value;
  return thread?.id === id ? thread : null;
}

/** Beside the thread it stays as it was left; over the thread it starts closed. */
function usePanel(): [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(() => !isNarrow.value && kept.get("panel") !== "closed");
  useEffect(() => {
    if (isNarrow.value) setOpen(false);
  }, [isNarrow.value]);
  const choose = (next: boolean): void => {
    setOpen(next);
    if (!isNarrow.value) kept.set("panel", next ? null : "closed");
  };
  return [isOpen, choose];
}

/** The table of shortcuts is made once; what it calls is always the latest. */
function forwarded<T extends object>(latest: { current: T }): T {
  return new Proxy({} as T, { get: (_, name) => latest.current[name as keyof T] });
}

function EmptyStage({ isLoading, isMissing, onBack }: { isLoading: boolean; isMissing: boolean; onBack: () => void }) {
  if (isLoading) {
    return (
      <p class="stage__empty" role="status">
        <Spinner /> Loading the conversation
      </p>
    );
  }
  return (
    <div class="stage__empty">
      <Icon name={isMissing ? "alert" : "all"} size={28} />
      <p>{isMissing ? "This conversation is no longer here." : "Choose a conversation to read along."}</p>
      {isMissing ? (
        <button type="button" class="link" onClick={onBack}>
          Back to the list
        </button>
      ) : (
        <p class="stage__keys">
          <kbd class="ui-key">J</kbd> <kbd class="ui-key">K</kbd> to go through them, <kbd class="ui-key">?</kbd> for all keys
        </p>
      )}
    </div>
  );
}
