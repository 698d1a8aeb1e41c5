/** How a conversation stands, in the last line of its row: who answers, how long somebody waits and why, whether it is claimed; and its labels. */
import type { AgentConversation } from "@relevo/client";
import { Avatar, Badge, Icon, Name } from "@relevo/ui";
import { isClaimable } from "../inbox/views.ts";
import { useDesk } from "../state/desk.ts";
import { WaitingTime } from "./waiting.tsx";
import { responderOf, triggerBadge, triggerWords } from "./words.ts";

export function Standing({ row }: { row: AgentConversation }) {
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
        <Request badge="Waiting" why={[triggerWords(control.trigger), control.timed_out ? "no answer in time" : ""].filter(Boolean).join(", ")} trigger={triggerBadge(control.trigger)} />
      </>
    );
  }
  if (isClaimable(row)) {
    return (
      <>
        <WaitingTime since={row.requested_at ?? control.since} />
        <Request badge="Waiting" why={[row.request_trigger ? triggerWords(row.request_trigger) : "", "went on with the AI"].filter(Boolean).join(", ")} trigger={row.request_trigger ? triggerBadge(row.request_trigger) : ""} />
        <Responder row={row} />
      </>
    );
  }
  return (
    <>
      <Responder row={row} />
      {control.kind === "agent" && Boolean(row.requested_at) && !control.has_spoken && (
        <Badge tone="human" testid="row-claimed">
          Claimed
        </Badge>
      )}
    </>
  );
}

/** That somebody waits, and what made them: the short words for the eye, the long ones for the ear and the pointer. */
function Request({ badge, why, trigger }: { badge: string; why: string; trigger: string }) {
  return (
    <span class="row__request" title={why}>
      <Badge tone="waiting" testid="row-waiting">
        {badge}
      </Badge>
      <span class="row__trigger" data-testid="row-trigger">
        <span aria-hidden="true">{trigger}</span>
        <span class="visually-hidden">{why}</span>
      </span>
    </span>
  );
}

function Responder({ row }: { row: AgentConversation }) {
  const responder = responderOf(row);
  if (!responder) return null;
  return (
    <span class="row__responder" data-testid="responder">
      <Avatar kind={responder.kind} name={responder.party.name} seed={responder.party.id} url={responder.party.avatar_url} size="xs" />
      <span class="visually-hidden">{responder.kind === "assistant" ? "AI agent" : "Human agent"}</span>
      <Name class="row__responder-name" of={responder.party.name} />
    </span>
  );
}

const SHOWN_LABELS = 2;

export function Labels({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  const more = names.length - SHOWN_LABELS;
  return (
    <span class="row__labels" title={names.join(", ")}>
      {names.slice(0, SHOWN_LABELS).map((name) => (
        <LabelChip key={name} name={name} />
      ))}
      {more > 0 && <span aria-label={`and ${more} more labels`}>+{more}</span>}
    </span>
  );
}

/** A label with the colour of the catalogue as a dot, so that its words stay readable on every colour. */
export function LabelChip({ name }: { name: string }) {
  const { labels } = useDesk();
  labels.want();
  const color = labels.items.value.find((label) => label.name === name)?.color;
  return (
    <span class="label" data-testid="label">
      <i class="label__dot" style={color ? { backgroundColor: color } : undefined} />
      <Name of={name} />
    </span>
  );
}
