/** One message: whole, cut, still being written or still on its way. What stands between messages lives in `marks.tsx`. */
import { type Bubble, visible } from "@relevo/client";
import type { Children } from "../dom/jsx-runtime.ts";
import { avatar } from "./avatar.tsx";
import { rich } from "./rich.tsx";
import { labelOf, type View } from "./view.tsx";

/** A bubble as it is drawn: the log's own, a running draft, or the dots of somebody who writes. */
export type Shown = Pick<Bubble, "kind" | "key" | "at" | "actor" | "text" | "wasDraft"> & Partial<Pick<Bubble, "clientId">> & { readonly state: Bubble["state"] | "draft" | "typing" };

interface BubbleProps {
  readonly view: View;
  readonly bubble: Shown;
  /** Somebody else, or nobody, spoke before: the name is shown. */
  readonly isFirst: boolean;
  /** The last of its run: the time is shown. */
  readonly isLast: boolean;
}

export function BubbleRow({ view, bubble, isFirst, isLast }: BubbleProps): Children {
  const { texts, base } = view;
  const { actor, state, text, wasDraft } = bubble;
  const { kind } = actor;
  const label = labelOf(actor, texts);
  const isNamed = isFirst && kind !== "visitor";
  return (
    <div
      class={`row ${kind} ${state} ${isFirst ? "first" : ""} ${wasDraft ? "" : "fresh"}`}
      data-testid={/cut|draft|typing/.test(state) ? state : `message-${kind}`}
    >
      {isNamed && (
        <div class="who">
          {avatar(actor, base)}
          <span>{label}</span>
        </div>
      )}
      <div class="bubble" part={`bubble bubble-${kind}`}>
        {!isNamed && <span class="heard">{label}: </span>}
        {state === "typing" ? (
          <span class="dots" role="img" aria-label={text}>
            <i />
            <i />
            <i />
          </span>
        ) : kind === "visitor" ? (
          <div class="plain" dir="auto">
            {visible(text)}
          </div>
        ) : (
          rich(bubble)
        )}
        {state === "cut" && (
<span class="stopped">{texts.answer_stopped}</span>
        )}
      </div>
      {foot(view, bubble, isLast)}
    </div>
  );
}

/** Under the bubble: when it was said, or how far it has come. */
function foot({ texts, locale, chat }: View, { state, at, clientId }: Shown, isLast: boolean): Children {
  if (state === "unsent") return <span class="foot sending">{texts.sending}</span>;
  if (state === "refused") {
    return (
      <span class="foot problem" role="alert">
        {texts.not_sent}
        <button type="button" class="link" onClick={() => chat.retry(clientId ?? "")}>
          {texts.retry}
        </button>
      </span>
    );
  }
  return (
    isLast && /said|cut|sent/.test(state) && (
      <time class="foot">{new Date(at).toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" })}</time>
    )
  );
}
