/** The desk of an agent: views, list, thread and details side by side; on a phone one after the other. */
import { oneLine } from "@relevo/client";
import { Icon, Spinner } from "@relevo/ui";
import { useEffect } from "preact/hooks";
import { actionOf } from "../actions/index.ts";
import { savedAt } from "../filters/listed.ts";
import { isBarOpen, narrowedBy } from "../filters/narrow.ts";
import { KeyHint } from "../keys/key-hint.tsx";
import { List } from "../list/list.tsx";
import { Search } from "../list/search.tsx";
import { VIEW_WORDS } from "../list/words.ts";
import { soon, warmUp } from "../page/later.tsx";
import { formatRoute, type InboxRoute } from "../page/route.ts";
import { untold, UnloadedStage } from "./unloaded.tsx";
import type { PanelProps } from "../panel/panel.tsx";
import { useDesk } from "../state/desk.ts";
import type { Thread } from "../state/threads.ts";
import type { ThreadProps } from "../thread/thread.tsx";
import { isNarrow } from "./layout.ts";
import { usePanelSwitch } from "./panel-switch.ts";
import { Over } from "./over.tsx";
import { useScene } from "./scene.ts";
import { Side } from "./side.tsx";

const loadThread = () => import("../thread/thread.tsx").then((file) => file.ThreadView);
const ThreadView = soon<ThreadProps>(loadThread, UnloadedStage);
const Panel = soon<PanelProps>(() => import("../panel/panel.tsx").then((file) => file.Panel), untold());
const FilterBar = soon<Parameters<typeof import("../filters/bar.tsx").FilterBar>[0]>(() => import("../filters/bar.tsx").then((file) => file.FilterBar), untold());

export function InboxScreen({ at }: { at: InboxRoute }) {
  const desk = useDesk();
  const panel = usePanelSwitch();
  const { conversationId } = at;
  const thread = useOpenThread(conversationId);
  const conversation = conversationId ? desk.rows.of(conversationId).value : undefined;
  const scene = useScene({ desk, at, thread, conversation, panel });
  const { go } = scene();
  const saved = savedAt(at, desk.filters);
  useEffect(() => {
    // A link to a conversation: its part of the page comes along with what it shows, which says so where it cannot be fetched.
    if (conversationId) loadThread().catch(() => undefined);
    if (narrowedBy.peek() > 0) isBarOpen.value = true;
    warmUp();
    // Back from the settings: what they hold may have changed. At the start the connection itself sees to it.
    if (desk.link.peek() === "open") desk.renewShared();
  }, []);

  const label = saved ? oneLine(saved.name) : VIEW_WORDS[at.view].label;
  const isPanelShown = panel.isOpen && thread !== null && conversation !== undefined;
  const isPanelOver = isPanelShown && isNarrow.value;
  return (
    <div class="desk" data-screen={conversationId ? "thread" : "list"}>
      <header class="desk__side" inert={isPanelOver}>
        <Side view={at.view} filterId={at.filterId ?? null} />
      </header>
      <main class="desk__main" inert={isPanelOver}>
        <h1 class="visually-hidden">Conversations: {label}</h1>
        <section class="desk__list" aria-label="Conversations">
          <Search />
          {isBarOpen.value && <FilterBar view={at.view} saved={saved} />}
          <List list={formatRoute({ ...at, conversationId: null })} selectedId={conversationId} label={label} onOpen={go.open} />
        </section>
        <section class="desk__stage" aria-label="Conversation">
          {thread && conversation ? (
            <ThreadView thread={thread} conversation={conversation} isPanelOpen={panel.isOpen} onTogglePanel={go.togglePanel} onBack={() => go.open(null)} />
          ) : (
            <EmptyStage conversationId={conversationId} thread={thread} onBack={() => go.open(null)} />
          )}
        </section>
      </main>
      {isPanelShown && <Panel thread={thread} conversation={conversation} onClose={() => panel.choose(false)} />}
      <Over scene={scene} />
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
        <KeyHint of={actionOf("next")} /> <KeyHint of={actionOf("previous")} /> to go through them, <KeyHint of={actionOf("shortcuts")} /> for all keys
      </p>
    </div>
  );
}
