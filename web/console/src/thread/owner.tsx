/** Who has a conversation: face, name and since when. */
import type { Party } from "@relevo/client";
import { Avatar, Badge, clockTime, Name, spanInWords } from "@relevo/ui";
import { second } from "../page/clock.ts";
import { useDesk } from "../state/desk.ts";

export interface OwnerProps {
  readonly owner: Party;
  /** ms UTC */
  readonly since: number | null;
  readonly testid?: string;
}

export function Owner({ owner, since, testid = "owner" }: OwnerProps) {
  const { team } = useDesk();
  const presence = team.agents.value.find((agent) => agent.id === owner.id)?.presence;
  return (
    <span class="owner" data-testid={testid}>
      <Badge tone="human" live>
        LIVE
      </Badge>
      <Avatar kind="agent" name={owner.name} seed={owner.id} url={owner.avatar_url} size="xs" presence={presence} />
      <Name class="owner__name" of={owner.name} />
      {since !== null && (
        <span class="owner__since" title={spanInWords(since, second.value)}>
          since {clockTime(since)}
        </span>
      )}
    </span>
  );
}
