/** One conversation in the list. It subscribes to its own row only, so that others stay still when it changes. */
import { type AgentConversation, oneLine } from "@relevo/client";
import { Avatar, Badge, Count, Icon, Moment } from "@relevo/ui";
import { coarse } from "../page/clock.ts";
import { withConversation } from "../page/route.ts";
import { useDesk } from "../state/desk.ts";
import { Labels, Standing } from "./standing.tsx";
import { channelWords, slicesOf, speakerWord, visitorName } from "./words.ts";

export interface RowProps {
  readonly id: string;
  /** The address of the list it stands in; a text, so that a row stays as it is while others are opened. */
  readonly list: string;
  readonly isSelected: boolean;
  /** Exactly one row can be reached with Tab; arrows do the rest. */
  readonly isTabStop: boolean;
  readonly onOpen: (id: string) => void;
}

export function Row({ id, list, isSelected, isTabStop, onOpen }: RowProps) {
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
      href={withConversation(list, id)}
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
        <Standing row={row} />
        <Labels names={row.labels} />
        <Channel name={row.channel} />
      </span>
    </a>
  );
}

/** What was said last; in a search, what was found. */
function LastMessage({ row, agentId }: { row: AgentConversation; agentId: string }) {
  const match = useDesk().inbox.matches.value.get(row.id);
  if (match) {
    return (
      <bdi class="row__text" data-testid="row-match">
        {slicesOf(match).map(({ text, isMatch }, at) => (isMatch ? <mark key={at}>{text}</mark> : text))}
      </bdi>
    );
  }
  const last = row.last_message;
  if (!last) return <span class="row__text row__text--none">No message yet</span>;
  const speaker = speakerWord(last.actor, agentId);
  return (
    // The text alone decides the direction: what is in a bdi does not count.
    <span class="row__text" dir="auto">
      {speaker && <bdi class="row__speaker">{speaker}: </bdi>}
      {oneLine(last.text)}
    </span>
  );
}

function Channel({ name }: { name: string }) {
  const { label, icon } = channelWords(name);
  return (
    <span class="row__channel" title={label}>
      <Icon name={icon} size={13} />
      <span class="visually-hidden">{label}</span>
    </span>
  );
}
