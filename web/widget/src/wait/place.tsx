/** What a visitor reads while they wait for a person: where they stand, and who reads along. */
import { filled, type QueuePlace } from "@relevo/client";
import type { Texts } from "../chat/texts.ts";
import type { Children } from "../dom/jsx-runtime.ts";
import type { View } from "../view/view.tsx";

/** Somebody who is to speak is waited for in words; where a takeover is silent (policy R6), only if the visitor asked for it. */
export function joining({ state, texts }: View): Children {
  const { items } = state.transcript;
  const last = (type: string): number => items.findLastIndex((item) => item.kind === "notice" && item.event.type === type);
  const isSilent = state.session?.settings.policies.visitor_sees.length === 0;
  const isExpected = !isSilent || last("human_requested") > last("released");
  return state.conversation?.phase === "joining" && isExpected && texts.joining;
}

/** Seen as often as it changes, heard now and then (`follow.ts`). */
export function place({ state, texts }: View): Children {
  const { phase, queue } = state.conversation ?? {};
  const seen = /waiting|busy/.test(phase ?? "") && inWords(queue, texts);
  return (
    seen && [
      <span class="detail" data-testid="queue" aria-hidden="true">
        {seen}
      </span>,
      <span class="heard" data-testid="queue-heard">
        {inWords(state.heardPlace, texts)}
      </span>,
    ]
  );
}

export function shared({ state, texts }: View): Children {
  const isShared = state.session?.settings.handoff.shares_drafts && /waiting|busy|joining|live/.test(state.conversation?.phase ?? "");
  return (
    isShared && (
      <p id="shared" class="detail" data-testid="draft-shared">
        {texts.draft_shared}
      </p>
    )
  );
}

function inWords(place: QueuePlace | null | undefined, texts: Texts): string {
  const { position, estimated_wait_s } = place ?? {};
  const stands = position && (position > 1 ? filled(texts.queue_position, { position: `${position}` }) : texts.queue_next);
  const lasts = estimated_wait_s && filled(texts.queue_estimate, { minutes: `${Math.max(1, Math.round(estimated_wait_s / 60))}` });
  return [stands, lasts].filter(Boolean).join(" ");
}
