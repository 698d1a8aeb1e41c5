/** Who has the conversation, at the top right of the thread; opens the people and the AI agents that could have it instead. */
import { Avatar, Icon, Menu, MenuGroup, MenuItem, Name } from "@relevo/ui";
import { useEffect } from "preact/hooks";
import { move as assigning } from "../moves/assign.tsx";
import type { MoveContext } from "../moves/move.ts";
import { startMove } from "../moves/run.ts";
import { standingOf } from "../state/standing.ts";
import { giveToAssistant, takeOver } from "./giving.ts";
import { assigneeOf, colleagueName, colleaguesOf, loadWords, presenceWords } from "./targets.ts";

export function Assignee({ context }: { context: MoveContext }) {
  const { desk, conversation } = context;
  const assignee = assigneeOf(conversation);
  const presence = assignee?.kind === "agent" ? desk.team.agents.value.find(({ id }) => id === assignee.id)?.presence : undefined;
  const name = assignee ? (assignee.id === desk.me.id ? "You" : assignee.name) : "Nobody";
  const face = (
    <>
      {assignee ? <Avatar kind={assignee.kind} name={assignee.name} seed={assignee.id} url={assignee.avatar_url} size="s" presence={presence} /> : <Icon name="unassigned" size={18} />}
      <span class="visually-hidden">Assigned to </span>
      <Name class="assignee__name" of={name} />
      <Icon name="chevron" size={15} />
    </>
  );
  if (!assigning.isOffered(context)) {
    return assignee ? <span class="assignee assignee--fixed">{face}</span> : null;
  }
  return (
    <Menu class="assignee" label="Assign to" face={face} testid="assignee" list={() => <Choices context={context} />} />
  );
}

function Choices({ context }: { context: MoveContext }) {
  const { desk, conversation } = context;
  const standing = standingOf(conversation, desk.me.id);
  const assignee = assigneeOf(conversation);
  const people = colleaguesOf(desk.team.agents.value, desk.me.id);
  // Presence is told as it changes, how much everybody has to do is not.
  useEffect(() => void desk.team.refresh(), []);
  const mine = desk.team.agents.value.find(({ id }) => id === desk.me.id);
  return (
    <>
      <MenuGroup label="Human agents">
        <MenuItem testid="assign-me" checked={standing === "mine"} onClick={() => standing !== "mine" && takeOver(context)}>
          <Avatar kind="agent" name={desk.me.name} seed={desk.me.id} url={desk.me.avatar_url} size="s" presence={desk.presence.state.value} />
          <span class="choice__name">Me</span>
          {mine && <span class="choice__aside">{loadWords(mine)}</span>}
        </MenuItem>
        {people.map((agent) => (
          <MenuItem key={agent.id} testid="assign-agent" checked={agent.id === assignee?.id} onClick={() => agent.id !== assignee?.id && startMove(assigning, context, { agent_id: agent.id })}>
            <Avatar kind="agent" name={agent.name} seed={agent.id} url={agent.avatar_url} size="s" presence={agent.presence} />
            <Name class="choice__name" of={colleagueName(agent)} />
            <span class="choice__aside">{agent.presence === "online" ? loadWords(agent) || "Online" : presenceWords(agent.presence)}</span>
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuGroup label="AI agents">
        {desk.team.assistants.value.map((one) => (
          <MenuItem key={one.id} testid="assign-assistant" checked={one.id === assignee?.id} onClick={() => giveToAssistant(context, one.id)}>
            <Avatar kind="assistant" name={one.name} url={one.avatar_url} size="s" />
            <Name class="choice__name" of={one.name} />
          </MenuItem>
        ))}
      </MenuGroup>
      {assignee && (
        <MenuGroup>
          <MenuItem testid="assign-queue" onClick={() => startMove(assigning, context, { agent_id: null })}>
            <Icon name="unassigned" size={18} />
            <span class="choice__name">Back to queue</span>
          </MenuItem>
        </MenuGroup>
      )}
    </>
  );
}
