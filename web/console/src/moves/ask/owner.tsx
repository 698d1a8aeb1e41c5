/** Whose conversation it is, in a question about a colleague's: what the step means for them, before it is done. */
import "./ask.css";
import { Avatar, clockTime, Name } from "@relevo/ui";
import { visitorName } from "../../list/words.ts";
import type { MoveContext } from "../move.ts";
import { isOverriding } from "../parts/owning.ts";

/** `step` is what they are told: "you took over". Nothing for one's own conversation. */
export function OwnerTold({ context, step }: { context: MoveContext; step: string }) {
  const { control } = context.conversation;
  if (control.kind !== "agent" || !isOverriding(context)) return null;
  const { owner, since } = control;
  return (
    <div class="ask-who" data-testid="owner-told">
      <Avatar kind="agent" name={owner.name} seed={owner.id} url={owner.avatar_url} size="l" />
      <p>
        <Name class="owner__name" of={owner.name} /> has been talking to <bdi>{visitorName(context.conversation)}</bdi> since {clockTime(since)}. They will be told that {step}, and it stands in
        the timeline.
      </p>
    </div>
  );
}
