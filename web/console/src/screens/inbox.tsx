/** The desk of an agent: views, list, thread and details side by side; on a phone one after the other. */
import type { View } from "@relevo/client";
import { Icon, Spinner } from "@relevo/ui";
import { useEffect, useMemo } from "preact/hooks";
import { listenForShortcuts } from "../keys/keys.ts";
import { ShortcutSheet } from "../keys/sheet.tsx";
import { List } from "../list/list.tsx";
import { Search } from "../list/search.tsx";
import { VIEW_WORDS } from "../list/words.ts";
import { Panel } from "../panel/panel.tsx";
import { useDesk } from "../state/desk.ts";
import type { Thread } from "../state/threads.ts";
import { ThreadView } from "../thread/thread.tsx";
import { useInboxActions } from "./actions.ts";
import { isNarrow } from "./layout.ts";
import { usePanelSwitch } from "./panel-switch.ts";
import { inboxShortcuts } from "./shortcuts.ts";
import { Side } from "./side.tsx";

export function InboxScreen({ view, conversationId }: { view: View; conversationId: string | null }) {
  const desk = useDesk();
  const panel = usePanelSwitch();
  const thread = useOpenThread(conversationId);
  const conversation = conversationId ? desk.rows.of(conversationId).value : undefined;
  const actions = useInboxActions({ desk, view, conversationId, thread, conversation, panel });
  const shortcuts = useMemo(() => inboxShortcuts(actions), [actions]);
  useEffect(() => desk.inbox.show(view), [view]);
  useEffect(() => listenForShortcuts(() => shortcuts), [shortcuts]);

  const isPanelShown = panel.isOpen && thread !== null && conversation !== undefined;
  const isPanelOver = isPanelShown && isNarrow.value;
  return (
    <div class="desk" data-screen={conversationId ? "thread" : "list"}>
      <header class="desk__side" inert={isPanelOver}>
        <Side view={view} />
      </header>
      <main class="desk__main" inert={isPanelOver}>
        <h1 class="visually-hidden">Conversations: {VIEW_WORDS[view].label}</h1>
        <section class="desk__list" aria-label="Conversations">
          <Search />
          <List view={view} selectedId={conversationId} onOpen={actions.open} />
        </section>
        <section class="desk__stage" aria-label="Conversation">
          {thread && conversation ? (
            <ThreadView thread={thread} conversation={conversation} isPanelOpen={panel.isOpen} onTogglePanel={actions.togglePanel} onBack={() => actions.open(null)} />
          ) : (
            <EmptyStage conversationId={conversationId} thread={thread} onBack={() => actions.open(null)} />
          )}
        </section>
      </main>
      {isPanelShown && <Panel thread={thread} conversation={conversation} onClose={() => panel.choose(false)} />}
      <ShortcutSheet shortcuts={shortcuts} />
    </div>
  );
}

/** Follows the conversation of the address, and fetches what the list has not brought. */
function useOpenThread(id: string | null): Thread | null {
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

function EmptyStage({ conversationId, thread, onBack }: { conversationId: string | null; thread: Thread | null; onBack: () => void }) {
  if (conversationId && thread?.state.value === "missing") {
    return (
      <div class="stage__empty" role="alert">
        <Icon name="alert" size={28} />
        <p>This conversation is no longer here.</p>
        <button type="button" class="link" onClick={onBack}>
          Back to the list
        </button>
      </div>
    );
  }
  if (conversationId) {
    return (
      <p class="stage__empty" role="status">
        <Spinner /> Loading the conversation
      </p>
    );
  }
  return (
    <div class="stage__empty">
      <Icon name="all" size={28} />
      <p>Choose a conversation to read along.</p>
      <p class="stage__keys">
        <kbd class="ui-key">J</kbd> <kbd class="ui-key">K</kbd> to go through them, <kbd class="ui-key">?</kbd> for all keys
      </p>
    </div>
  );
}
