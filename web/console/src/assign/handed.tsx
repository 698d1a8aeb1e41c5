/** What somebody who passes a conversation on wanted the next one to know: the first thing seen in the thread, until it is dismissed. */
import { type ConversationEvent, openKept, visible } from "@relevo/client";
import { Avatar, Icon, IconButton, Moment, Name } from "@relevo/ui";
import { signal } from "@preact/signals";
import type { MoveContext } from "../moves/move.ts";

export interface Handed {
  readonly seq: number;
  readonly note: string;
  readonly event: ConversationEvent;
}

/** Counts dismissals, so that what is shown follows them. */
const dismissals = signal(0);

export function HandedNote({ context: { desk, conversation }, events }: { context: MoveContext; events: readonly ConversationEvent[] }) {
  const handed = handedTo(desk.me.id, events);
  void dismissals.value;
  if (!handed || conversation.status === "closed") return null;
  // Goes with everything else of this agent when they sign out.
  const kept = openKept(`relevo.console.${desk.me.id}.handed.`);
  const name = `${conversation.id}.${handed.seq}`;
  if (kept.get(name)) return null;
  const { actor, at } = handed.event;
  const dismiss = (): void => {
    kept.set(name, "read");
    dismissals.value += 1;
  };
  return (
    <div class="handed" role="note" aria-label="Note on the transfer" data-testid="handed-note">
      <Avatar kind={actor.kind} name={actor.name} seed={actor.id} url={actor.avatar_url} />
      <div class="handed__words">
        <p class="handed__head">
          <Icon name="transfer" size={14} />
          <span>
            <Name of={actor.name} /> passed this on to you
          </span>
          <Moment at={at} as="dated" />
        </p>
        <p class="handed__text" dir="auto">
          {visible(handed.note)}
        </p>
      </div>
      <IconButton icon="close" label="Dismiss the note" testid="handed-dismiss" onClick={dismiss} />
    </div>
  );
}

/** The note of the latest transfer, while it is this agent's, or the queue's where anybody may take it. Pure. */
export function handedTo(agentId: string, events: readonly ConversationEvent[]): Handed | null {
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at];
    if (!event) continue;
    if (event.type === "released" || event.type === "resolved") return null;
    if (event.type === "transferred") return event.data.to.id === agentId && event.data.note ? { seq: event.seq, note: event.data.note, event } : null;
    if (event.type === "taken_over" && event.data.owner.id !== agentId) return null;
    if (event.type === "human_requested") return event.data.note && event.actor.id !== agentId ? { seq: event.seq, note: event.data.note, event } : null;
  }
  return null;
}
