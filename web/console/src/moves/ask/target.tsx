/** One line of those to whom a conversation can go: face, name, presence and load. */
import type { AgentPresence } from "@relevo/client";
import { Avatar, Icon, Name } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import type { TeamListing } from "../../api/shapes.ts";
import { colleagueName, loadWords, presenceWords } from "../../assign/targets.ts";

export function ColleagueOption({ agent, isPicked, onPick }: { agent: AgentPresence; isPicked: boolean; onPick: (agent: AgentPresence) => void }) {
  const load = loadWords(agent);
  return (
    <Option isPicked={isPicked} isDim={agent.presence === "offline"} testid="transfer-agent" id={agent.id} onPick={() => onPick(agent)}>
      <Avatar kind="agent" name={agent.name} seed={agent.id} url={agent.avatar_url} size="s" presence={agent.presence} />
      <Name class="target__name" of={colleagueName(agent)} />
      <span class="target__aside">{[presenceWords(agent.presence), load].filter(Boolean).join(" · ")}</span>
    </Option>
  );
}

export function TeamOption({ team, isPicked, onPick }: { team: TeamListing; isPicked: boolean; onPick: (team: TeamListing) => void }) {
  return (
    <Option isPicked={isPicked} isDim={team.online_count === 0} testid="transfer-team" id={team.id} onPick={() => onPick(team)}>
      <span class="target__team">
        <Icon name="team" size={16} />
      </span>
      <Name class="target__name" of={team.name} />
      <span class="target__aside">
        {team.online_count} of {team.agent_ids.length} online
      </span>
    </Option>
  );
}

interface OptionProps {
  readonly isPicked: boolean;
  readonly isDim: boolean;
  readonly testid: string;
  readonly id: string;
  readonly onPick: () => void;
  readonly children: ComponentChildren;
}

function Option({ isPicked, isDim, testid, id, onPick, children }: OptionProps) {
  return (
    <label class={`ui-option target${isDim ? " target--dim" : ""}`} data-testid={testid} data-id={id}>
      <input type="radio" name="target" class="visually-hidden" checked={isPicked} onChange={onPick} />
      {children}
      <Icon name="check" size={16} class="target__check" />
    </label>
  );
}
