/** The head of the panel: who is on the other side right now. */
import type { Children } from "../dom/jsx-runtime.ts";
import { avatar } from "./avatar.tsx";
import { icon } from "./icons.tsx";
import { type ChatState, phaseOf } from "../chat/store.ts";
import { assistantOf, isShown, labelOf, named, type View } from "./view.tsx";

export function header(view: View): Children {
  const { state, texts, base, chat } = view;
  const { conversation, session, wait } = state;
  const phase = phaseOf(state);
  const owner = isShown(state, "badge") && (phase === "live" || (phase === "joining" && wait?.isTold(state))) && conversation?.owner;
  const assistant = assistantOf(state);
  const isLive = owner && phase === "live";
  const title = session?.settings.appearance.title;
  const who = title ? labelOf(assistant, texts) : assistant.name && texts.ai_label;
  // Nobody speaks until somebody comes, unless the assistant goes on helping meanwhile (policy R3).
  const isNobody = /waiting|busy/.test(phase) && !isHelping(state);
  const detail = owner ? texts.agent_label : isNobody ? texts.waiting_spinner : /assistant|asked|waiting|busy/.test(phase) && who;
  return (
    <header class="header" part="header" data-testid="header">
      {avatar(owner ? { ...owner, kind: "agent" } : assistant, base)}
      <div class="heading">
        <h2 id="title">{named(isLive ? texts.header_live : "{name}", owner ? owner.name : title || assistant.name || texts.ai_label)}</h2>
        {isLive ? (
          <span class="badge" part="badge" data-testid="badge">
            {texts.badge_live}
          </span>
        ) : (
          detail && <span class="detail">{detail}</span>
        )}
      </div>
      {wait?.bell(view)}
      <button type="button" class="round" data-testid="close" aria-label={texts.close} onClick={() => chat.show(false)}>
        {icon("close")}
      </button>
    </header>
  );
}

/** Whether the assistant has spoken since a person was asked for. By the order of the log: its last words may bear the request's own time. */
function isHelping({ transcript: { draft, items } }: ChatState): boolean {
  const last = items.findLast((item) => (item.kind === "bubble" ? item.actor.kind === "assistant" : item.kind === "notice" && item.event.type === "human_requested"));
  return Boolean(draft) || last?.kind === "bubble";
}
