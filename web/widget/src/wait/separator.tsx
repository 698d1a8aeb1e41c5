/** The line between a stretch with the assistant and one with a person, and when the visitor is to know that there is one. */
import type { Separator } from "@relevo/client";
import { type ChatState, phaseOf } from "../chat/store.ts";
import type { Children } from "../dom/jsx-runtime.ts";
import { isShown, type View } from "../view/view.tsx";

export function separator({ state, texts }: View, item: Separator): Children {
  const isLast = state.transcript.items.findLast(({ kind }) => kind === "separator") === item;
  return (
    isShown(state, "separator") && (!isLast || isTold(state)) && (
      <div key={item.key} class={`separator ${item.to}`} data-testid="separator">
        {item.to === "live" ? texts.separator_live : texts.separator_assistant}
      </div>
    )
  );
}

/** False while somebody has it already, and the visitor reads so with their first message (policy R7): the change had no text yet. */
export function isTold(state: ChatState): boolean {
  const taken = state.transcript.items.findLast((item) => item.kind === "notice" && /^(taken_over|transferred)$/.test(item.event.type));
  return phaseOf(state) !== "joining" || !isShown(state, "text") || taken?.kind !== "notice" || Boolean(taken.text);
}
