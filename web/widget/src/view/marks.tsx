/** What stands between the messages: notices of a change, the offer of a human. The lines between two stretches are in `wait/`. */
import { filled, type Mark, type OfferButton, oneLine, type Party } from "@relevo/client";
import type { Children } from "../dom/jsx-runtime.ts";
import { isShown, named, type View } from "./view.tsx";

/** Notices that a workspace may keep from its visitors (policy R6). */
const OF_CONTROL = /^(taken_over|joined|transferred|released|owner_lost)$/;

export function NoticeRow({ view: { state, texts }, item }: { view: View; item: Mark }): Children {
  const { type } = item.event;
  const text = noticeText(item, texts);
  return (
    text && (isShown(state, "text") || !OF_CONTROL.test(type)) && (
      <div class="notice" data-testid="notice" dir="auto">
        {text}
      </div>
    )
  );
}

function noticeText({ event, text }: Mark, texts: View["texts"]): Children {
  // A telephone number reads from the left in every language.
  if (event.type === "contact_left") return filled(texts.phone_thanks, { phone: `\u2066${oneLine(event.data.phone)}\u2069` });
  const { owner, to } = event.data as { owner?: Party; to?: Party };
  return named(text, (owner ?? to ?? event.actor).name);
}

/** The question whether to fetch a person; its buttons are there as long as the question stands. */
export function OfferRow({ view: { chat, state, texts }, item, isOpen }: { view: View; item: Mark; isOpen: boolean }): Children {
  const { buttons } = item.event.data as { buttons?: readonly OfferButton[] };
  const choice = (id: "accept" | "decline", otherwise: string, onClick: () => void): Children => (
    <button type="button" class={`button ${id}`} data-testid={id} aria-disabled={state.isBusy || state.isAsking} onClick={onClick}>
      {buttons?.find((button) => button.id === id)?.label || otherwise}
    </button>
  );
  return (
    <div class="card" data-testid="offer">
      <p dir="auto">{item.text}</p>
      {isOpen && (
        <div class="choices">
          {choice("accept", texts.offer_yes, () => chat.requestHuman("keyword"))}
          {choice("decline", texts.offer_no, () => chat.act("decline-human"))}
        </div>
      )}
    </div>
  );
}
