/** One conversation in the list. It subscribes to its own row only, so that others stay still when it changes. */
import type { AgentConversation, View } from "@relevo/client";
import { oneLine } from "@relevo/client";
import { Avatar, Badge, Count, Icon, Moment, Name } from "@relevo/ui";
import { coarse } from "../page/clock.ts";
import { isClaimable } from "../inbox/views.ts";
import { formatRoute } from "../page/route.ts";
import { useDesk } from "../state/desk.ts";
import { WaitingTime } from "./waiting.tsx";
import { responderOf, speakerWord, triggerWords, visitorName } from "./words.ts";

export interface RowProps {
  readonly id: string;
  readonly view: View;
  readonly isSelected: boolean;
  /** Exactly one row can be reached with Tab; arrows do the rest. */
  readonly isTabStop: boolean;
  readonly onOpen: (id: string) => void;
}

export function Row({ id, view, isSelected, isTabStop, onOpen }: RowProps) {
  const desk = useDesk();
  const row = desk.rows.of(id).value;
  if (!row) return null;
  const open = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(id);
  };
  return (
    <a
      class={`row${row.unread > 0 ? " row--unread" : ""}`}
      href={formatRoute({ screen: "inbox", view, conversationId: id })}
      aria-current={isSelected ? "true" : undefined}
      tabIndex={isTabStop ? 0 : -1}
      data-testid="row"
      data-id={id}
      onClick={open}
    >
      <Avatar kind="visitor" name={row.visitor.name ?? ""} seed={row.visitor.id} />
      <span class="row__top">
        <bdi class="row__name">{visitorName(row)}</bdi>
        {row.control.kind === "agent" && row.status === "active" && (
          <Badge tone="human" live testid="row-live">
            LIVE
          </Badge>
        )}
        <span class="row__when">
          <Moment at={row.last_message?.at ?? row.updated_at} now={coarse.value} as="ago" />
        </span>
      </span>
      <span class="row__middle">
        <LastMessage row={row} agentId={desk.me.id} />
        <Count value={row.unread} tone="human" label={`${row.unread} unanswered`} />
      </span>
      <span class="row__bottom">
        <Responder row={row} />
      </span>
    </a>
  );
}

function LastMessage({ row, agentId }: { row: AgentConversation; agentId: string }) {
  const last = row.last_message;
  if (!last) return <span class="row__text row__text--none">No message yet</span>;
  const speaker = speakerWord(last.actor, agentId);
  return (
    <span class="row__text">
      {speaker && <bdi class="row__speaker">{speaker}: </bdi>}
      <bdi>{oneLine(last.text)}</bdi>
    </span>
  );
}

/** Who answers now; for somebody who waits, how long and why. */
function Responder({ row }: { row: AgentConversation }) {
  const { control } = row;
  if (row.status === "closed") {
    return (
      <span class="row__responder">
        <Icon name="closed" size={14} /> Resolved
      </span>
    );
  }
  if (control.kind === "waiting") {
    return (
      <>
        <WaitingTime since={control.since} isTimedOut={control.timed_out} />
        <span class="row__reason">{control.timed_out ? "no answer in time" : triggerWords(control.trigger)}</span>
      </>
    );
  }
  if (isClaimable(row)) {
    return (
      <>
        <WaitingTime since={row.requested_at ?? control.since} isTimedOut />
        <span class="row__reason">went on with the AI</span>
      </>
    );
  }
  const responder = responderOf(row);
  if (!responder) return null;
  return (
    <span class="row__responder" data-testid="responder">
      <Avatar kind={responder.kind} name={responder.party.name} seed={responder.party.id} url={responder.party.avatar_url} size="xs" />
      <span class="visually-hidden">{responder.kind === "assistant" ? "AI agent" : "Human agent"}</span>
      <Name of={responder.party.name} />
    </span>
  );
}
