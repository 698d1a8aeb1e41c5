/** The conversation from its first message to the one being written, and how it scrolls. */
import { type Actor, filled, isolated, type TranscriptItem } from "@relevo/client";
import { phaseOf } from "../chat/store.ts";
import type { Children } from "../dom/jsx-runtime.ts";
import { BubbleRow, type Shown } from "./bubble.tsx";
import { icon } from "./icons.tsx";
import { NoticeRow, OfferRow } from "./marks.tsx";
import { assistantOf, type View } from "./view.tsx";

/** After so long a new message is a new thought, even from the same person. */
const RUN_GAP_MS = 5 * 60_000;

type Place = TranscriptItem | Shown | undefined;

export function log(view: View): Children {
  const { texts, state, scroll } = view;
  const { items } = state.transcript;
  const tail = tailOf(view);
  const isEmpty = !items.length && !tail.length;
  return (
    <div class="middle">
      <div class="scroller" ref={scroll.attach} onScroll={scroll.measure} tabIndex={0} role="region" aria-label={texts.log_label}>
        {isEmpty && state.isCaughtUp && (
          <div class="greeting">
            <p class="hello">{texts.greeting}</p>
            {texts.greeting_detail} {state.session?.settings.handoff.enabled && texts.greeting_handoff}
          </div>
        )}
        <div role="log" part="log" data-testid="log" aria-live={view.isAnnounced ? "polite" : "off"} aria-relevant="additions">
          {items.map((item, at) => rowOf(view, item, items[at - 1], items[at + 1] ?? tail[0]))}
        </div>
        {/* Not part of the log: what is still being written is read out only when it is said. */}
        <div>{tail.map((bubble, at) => rowOf(view, bubble, tail[at - 1] ?? items.at(-1), tail[at + 1]))}</div>
      </div>
      {scroll.isAway && (
        <button type="button" class="round jump" data-testid="jump" aria-label={texts.jump} onClick={() => scroll.follow(true)}>
          {icon("up")}
        </button>
      )}
    </div>
  );
}

function rowOf(view: View, item: TranscriptItem | Shown, before: Place, after: Place): Children {
  const { key } = item;
  switch (item.kind) {
    case "bubble":
      return <BubbleRow key={key} view={view} bubble={item} isFirst={startsRun(before, item)} isLast={startsRun(item, after)} />;
    case "separator":
      return view.state.wait?.separator(view, item);
    case "notice":
      return <NoticeRow key={key} view={view} item={item} />;
    case "offer": {
      const isLast = view.state.transcript.items.findLast(({ kind }) => kind === "offer") === item;
      return <OfferRow key={key} view={view} item={item} isOpen={isLast && phaseOf(view.state) === "asked"} />;
    }
    default:
      return null;
  }
}

/** What the log does not hold yet: messages on their way, and what the other side is writing. */
function tailOf({ state, texts }: View): Shown[] {
  const { transcript, conversation, link } = state;
  const { draft, unsent, typing, items } = transcript;
  const assistant = assistantOf(state);
  const last = unsent.at(-1) ?? items.at(-1);
  const isAsked = last?.kind === "bubble" && last.actor.kind === "visitor" && /said|sent$/.test(last.state);
  const isAwaited = isAsked && link === "open" && conversation?.phase === "assistant";
  const writer = typing && typing.kind !== "visitor" ? typing : isAwaited ? assistant : null;
  const shown = (actor: Actor, state: Shown["state"], text: string): Shown => ({ kind: "bubble", key: state, at: last?.at ?? 0, actor, text, state, wasDraft: true });
  if (draft) return [...unsent, shown(assistant, draft.isCut ? "cut" : "draft", draft.text)];
  return writer ? [...unsent, shown(writer, "typing", filled(writer.kind === "agent" ? texts.typing : texts.thinking, { name: isolated(writer.name) }))] : [...unsent];
}

function startsRun(before: Place, item: Place): boolean {
  if (before?.kind !== "bubble" || item?.kind !== "bubble") return true;
  const [one, other] = [before.actor, item.actor];
  return one.kind !== other.kind || (one.kind !== "visitor" && one.id !== other.id) || item.at - before.at > RUN_GAP_MS;
}
