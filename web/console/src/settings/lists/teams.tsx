/** Teams: groups of agents that conversations are passed to. */
import { Avatar, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { Colleague } from "../../api/desk.ts";
import type { TeamListing } from "../../api/shapes.ts";
import { useBench } from "../bench.ts";
import { TextField, Toggle } from "../parts/fields.tsx";
import { Page } from "../parts/page.tsx";
import { Editor, Removal } from "./editor.tsx";
import { useItems } from "./items.ts";
import { Acts, AddButton, Rows } from "./rows.tsx";

const MOST_FACES = 6;

export function TeamsPage() {
  const { maySupervise } = useBench();
  const { state, put, drop } = useItems<TeamListing>("teams");
  const people = useItems<Colleague>("agents");
  const [edited, setEdited] = useState<TeamListing | "new" | null>(null);
  const [removed, setRemoved] = useState<TeamListing | null>(null);
  const membersOf = ({ agent_ids: ids }: TeamListing): Colleague[] => people.all.filter(({ id }) => ids.includes(id));
  return (
    <Page title="Teams" lead="A conversation can be passed to a team: whoever of it is free takes it." act={maySupervise && <AddButton onClick={() => setEdited("new")}>Add team</AddButton>}>
      <Rows
        state={state}
        label="Teams"
        empty="No team yet. Small workspaces need none; larger ones often have one for each subject or language."
        row={(team) => (
          <>
            <div class="set-row__words">
              <strong>
                <Name of={team.name} />
              </strong>
              <p>
                {team.agent_ids.length === 1 ? "1 agent" : `${team.agent_ids.length} agents`}, {team.online_count} online
              </p>
            </div>
            <span class="set-faces">
              {membersOf(team)
                .slice(0, MOST_FACES)
                .map((one) => (
                  <Avatar key={one.id} kind="agent" name={one.name} seed={one.id} url={one.avatar_url} size="s" presence={one.presence} />
                ))}
            </span>
            <Acts of={team.name} onEdit={maySupervise ? () => setEdited(team) : undefined} onRemove={maySupervise ? () => setRemoved(team) : undefined} />
          </>
        )}
      />
      {edited && (
        <Editor<{ name: string; agent_ids: readonly string[] }, TeamListing>
          title={edited === "new" ? "Add team" : "Change team"}
          kind="teams"
          id={edited === "new" ? undefined : edited.id}
          initial={edited === "new" ? { name: "", agent_ids: [] } : { name: edited.name, agent_ids: edited.agent_ids }}
          onDone={put}
          onClose={() => setEdited(null)}
        >
          {(form) => (
            <>
              <TextField label="Name" value={form.draft.value.name} error={form.errorOf("name")} isRequired isFirst maxLength={100} testid="team-name" onInput={(name) => form.set({ name })} />
              <div class="set-ticks" role="group" aria-label="Agents of the team">
                {people.all
                  .filter(({ is_active: isActive, id }) => isActive || form.draft.value.agent_ids.includes(id))
                  .map(({ id, name, email }) => (
                    <Toggle key={id} isBox label={name} hint={email} checked={form.draft.value.agent_ids.includes(id)} testid={`member-${id}`} onChange={(isIn) => form.set({ agent_ids: isIn ? [...form.draft.value.agent_ids, id] : form.draft.value.agent_ids.filter((one) => one !== id) })} />
                  ))}
              </div>
            </>
          )}
        </Editor>
      )}
      {removed && (
        <Removal title={`Remove the team “${removed.name}”?`} kind="teams" id={removed.id} onDone={() => drop(removed.id)} onClose={() => setRemoved(null)}>
          Its agents stay, and so do their conversations. A team that a visitor waits for cannot be removed.
        </Removal>
      )}
    </Page>
  );
}
