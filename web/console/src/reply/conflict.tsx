/** Somebody else was faster: who, since when, and that nothing typed is lost. */
import { Avatar, clockTime, IconButton, Name, spanInWords } from "@relevo/ui";
import { useMemo } from "preact/hooks";
import type { Conflict } from "../state/conflicts.ts";
import { useDesk } from "../state/desk.ts";

export function ConflictPanel({ id }: { id: string }) {
  const { conflicts, me } = useDesk();
  const conflict = conflicts.of(id).value;
  const refusedAt = useMemo(() => Date.now(), [conflict]);
  if (!conflict || conflict.owner?.id === me.id) return null;
  return (
    <div class="conflict" role="alert" data-testid="conflict">
      {conflict.owner && <Avatar kind="agent" name={conflict.owner.name} seed={conflict.owner.id} url={conflict.owner.avatar_url} />}
      <div class="conflict__words">
        <p class="conflict__what">{what(conflict)}</p>
        <p class="conflict__more">{more(conflict, refusedAt)}</p>
      </div>
      <IconButton icon="close" label="Dismiss" onClick={() => conflicts.clear(id)} />
    </div>
  );
}

function what({ owner }: Conflict) {
  if (!owner) return "You do not have control of this conversation any more.";
  return (
    <>
      <Name class="owner__name" of={owner.name} /> has this conversation.
    </>
  );
}

/** The span is that of the refusal: a ticking text would be read out again and again. */
function more({ at, owner, since }: Conflict, now: number): string {
  const when = owner && since !== null ? `Since ${clockTime(since)} (${spanInWords(since, now)}). ` : "";
  if (at === "reply") return `${when}Your message was not sent; the text is kept below.`;
  return at === "take-over" ? `${when}They were faster; nothing was changed.` : `${when}Nothing was changed.`;
}
